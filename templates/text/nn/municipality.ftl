# municipality

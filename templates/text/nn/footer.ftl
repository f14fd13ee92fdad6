# footer

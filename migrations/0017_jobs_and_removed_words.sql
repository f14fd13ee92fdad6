-- A point that comes back is the same point: what the school said of it, and when it was talked about, come with it.
grant update (found_at, found_import) on talking_point to kd_app;

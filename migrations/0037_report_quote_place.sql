-- A quote can stand beside one figure of its chapter, and a school says yes to it standing there.
alter table report_quote add column indicator text check (indicator <> '' and char_length(indicator) <= 100);
grant update (indicator) on report_quote to kd_app;

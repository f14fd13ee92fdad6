//! What the application's role may, and what it is not told.
use kvalitetsdialog::database::Database;
use sqlx::Executor;
use sqlx::postgres::PgConnection;

use super::{Walls, names};
use crate::access_world::State;
use crate::support::{NOW, TestApp};

#[tokio::test]
async fn the_applications_role_owns_nothing_and_may_do_no_more_than_it_does() {
    let app = TestApp::new().await;
    let mut all = app.database.behind_the_walls().await;
    let owned = "select relname::text from pg_class where relowner = 'kd_app'::regrole union all select proname::text from pg_proc where proowner = 'kd_app'::regrole";
    assert_eq!(names(&mut all, owned).await, Vec::<String>::new());
    let too_much = "select c.relname || ' ' || p from pg_class c, unnest(array['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
                    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege('kd_app', c.oid, p)";
    assert_eq!(names(&mut all, too_much).await, Vec::<String>::new());
    let public = "select c.relname || ' ' || p from pg_class c, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
                  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege('public', c.oid, p)";
    assert_eq!(names(&mut all, public).await, Vec::<String>::new());
    let roles = "select rolname::text from pg_roles where pg_has_role('kd_app', oid, 'member') and rolname <> 'kd_app'";
    assert_eq!(names(&mut all, roles).await, Vec::<String>::new(), "kd_app is a member of nothing");
    let may: Vec<bool> = sqlx::query_scalar(
        "select unnest(array[rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, has_schema_privilege('kd_app', 'public', 'CREATE')])
         from pg_roles where rolname = 'kd_app'",
    )
    .fetch_all(&mut all)
    .await
    .unwrap();
    assert_eq!(may, [false; 5]);
}

#[tokio::test]
async fn functions_that_see_more_than_the_application_are_pinned_and_not_for_everybody() {
    let app = TestApp::new().await;
    let mut all = app.database.behind_the_walls().await;
    let loose = "select proname::text from pg_proc p where pronamespace = 'public'::regnamespace and prosecdef
                   and not (coalesce(proconfig::text, '') like '%search_path=public, pg_temp%' and proowner = 'kd_definer'::regrole
                     and not has_function_privilege('public', p.oid, 'EXECUTE') and has_function_privilege('kd_app', p.oid, 'EXECUTE'))";
    assert_eq!(names(&mut all, loose).await, Vec::<String>::new());
    let some: i64 = sqlx::query_scalar("select count(*) from pg_proc where pronamespace = 'public'::regnamespace and prosecdef")
        .fetch_one(&mut all)
        .await
        .unwrap();
    assert!(some > 10, "the test looks at the right place");
}

#[tokio::test]
async fn a_dump_as_the_applications_role_is_refused_and_holds_nothing() {
    let mut walls = Walls::new(State::Delivered).await;
    let refused = async |connection: &mut PgConnection| {
        connection.execute("set row_security = off").await.unwrap();
        connection.execute("select count(*) from text_field").await.unwrap_err().as_database_error().unwrap().code().unwrap().into_owned()
    };
    assert_eq!(refused(&mut walls.connection).await, "42501", "pg_dump asks for all rows or none");
    walls.connection.execute("set row_security = on").await.unwrap();
    for table in ["text_field", "delivered_part", "person", "school", "municipality", "event"] {
        assert_eq!(walls.rows(None, table, "true").await, 0, "{table}");
    }
}

#[tokio::test]
async fn the_application_refuses_a_role_that_passes_the_walls() {
    let app = TestApp::new().await;
    assert!(Database::new(app.database.options("kd_app"), 1).check_role().await.is_ok());
    for role in ["kd_migrate", "postgres", "kd_backup"] {
        let refused = Database::new(app.database.options(role), 1).check_role().await;
        assert!(refused.is_err(), "{role}");
        assert!(refused.unwrap_err().to_string().contains("use kd_app"), "{role}");
    }
}

#[tokio::test]
async fn who_somebody_is_does_not_survive_the_request_on_a_connection() {
    let app = TestApp::with_connections(1).await;
    let town = app.town("Vik kommune").await;
    let rektor = app.rektor_at(&town.vik).await;
    let id = app.assessment_of(&town.vik).await;
    let told = "select coalesce(string_agg(current_setting('app.' || name, true), ''), '') from unnest(array['municipality', 'person', 'owner', 'schools', 'reader_schools', 'overseen']) name";
    for path in ["/konto".to_owned(), format!("/egenvurdering/{id}"), "/egenvurdering/999999".to_owned()] {
        rektor.get(&path).await;
        let left: String = sqlx::query_scalar(told).fetch_one(app.app.database.without_actor()).await.unwrap();
        assert_eq!(left, "", "after {path}");
    }
    rektor.save(id, "lesing.text", "Elevane les.", 0).await.assert_ok();
    rektor.save(id, "lesing.text", "Elevane les meir.", 0).await.assert(409);
    let left: String = sqlx::query_scalar(told).fetch_one(app.app.database.without_actor()).await.unwrap();
    assert_eq!(left, "");
    assert_eq!(app.app.clock.today(), kvalitetsdialog::text::dates::norwegian_date(NOW));
}

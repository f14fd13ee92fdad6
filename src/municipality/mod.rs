//! The municipality, its areas, schools and people, and the roles people hold. The school's page shows its group and its deputies.
mod identity_queries;
pub mod import;
mod model;
pub mod organisation_number;
mod pages;
mod queries;
pub mod register;
pub mod school_list;
mod ways;

pub use identity_queries::{Identity, KnownPerson, holds_role, identity, person};
pub use model::{Member, School, SchoolKind};
pub use pages::router;
pub use queries::{
    DeputyRow, NewRole, active_deputies, add_area, add_former_identity, add_municipality, add_network, add_person, add_role, add_school,
    all_leaders, answering_for_all, areas, by_number, end_role, followers_of, known_as, leaders_of, leaders_of_all, members_of, names,
    networks, office_holders, person_by_login_account, school, school_names, schools, set_language, set_welcomed, unfilled_schools,
    update_school, with_municipal_function,
};
pub use register::joining_address;

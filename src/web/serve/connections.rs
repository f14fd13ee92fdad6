//! Who holds how many connections.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The open connections, counted in all and per address.
pub(super) struct Connections {
    slots: Arc<Semaphore>,
    per_address: usize,
    held: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Connections {
    pub fn new(in_all: usize, per_address: usize) -> Connections {
        let slots = Arc::new(Semaphore::new(in_all.min(Semaphore::MAX_PERMITS)));
        Connections { slots, per_address, held: Arc::default() }
    }

    /// Waits for room for one more connection, before it is accepted: until then the system keeps
    /// it in its queue.
    pub async fn slot(&self) -> Option<OwnedSemaphorePermit> {
        // fails only when the semaphore is closed, and nobody closes it
        self.slots.clone().acquire_owned().await.ok()
    }

    /// The connection's place, held until it is dropped; `None` when its address has its share.
    pub fn place(&self, slot: Option<OwnedSemaphorePermit>, peer: IpAddr) -> Option<Place> {
        let client = client(peer);
        let mut held = lock(&self.held);
        let count = held.entry(client).or_default();
        if *count >= self.per_address {
            return None;
        }
        *count += 1;
        Some(Place { client, held: self.held.clone(), _slot: slot })
    }
}

/// One connection's share; dropping it gives it back.
pub(super) struct Place {
    client: IpAddr,
    held: Arc<Mutex<HashMap<IpAddr, usize>>>,
    _slot: Option<OwnedSemaphorePermit>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = lock(&self.held);
        if let Some(count) = held.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.client);
            }
        }
    }
}

/// Nothing that holds the lock can leave the counts half changed.
fn lock(held: &Mutex<HashMap<IpAddr, usize>>) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What counts as one client: an IPv4 address, or an IPv6 network, because a single machine there
/// has as many addresses as it likes.
fn client(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gets_its_share_and_may_come_back_when_it_leaves() {
        let connections = Connections::new(10, 2);
        let kari: IpAddr = "192.0.2.1".parse().unwrap();
        let first = connections.place(None, kari).unwrap();
        let _second = connections.place(None, kari).unwrap();
        assert!(connections.place(None, kari).is_none());
        assert!(connections.place(None, "192.0.2.2".parse().unwrap()).is_some(), "others are not touched");
        drop(first);
        assert!(connections.place(None, kari).is_some());
    }

    #[test]
    fn nothing_is_kept_about_clients_that_left() {
        let connections = Connections::new(10, 2);
        drop(connections.place(None, "192.0.2.1".parse().unwrap()));
        assert!(lock(&connections.held).is_empty());
    }

    #[test]
    fn an_ipv6_network_is_one_client_and_a_mapped_address_is_ipv4() {
        let parse = |text: &str| client(text.parse().unwrap());
        assert_eq!(parse("2001:db8:1:2::1"), parse("2001:db8:1:2:ffff::9"));
        assert_ne!(parse("2001:db8:1:2::1"), parse("2001:db8:1:3::1"));
        assert_eq!(parse("::ffff:192.0.2.1"), parse("192.0.2.1"));
    }
}

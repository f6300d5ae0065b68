//! The sandbox as a server.

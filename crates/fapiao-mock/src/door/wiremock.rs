//! The sandbox in wiremock.

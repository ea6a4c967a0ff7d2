//! What krr does, told as its callers see it.

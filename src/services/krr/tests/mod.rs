//! What the register does, told as its callers see it.

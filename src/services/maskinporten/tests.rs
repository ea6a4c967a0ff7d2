//! What maskinporten does, told as its callers see it.

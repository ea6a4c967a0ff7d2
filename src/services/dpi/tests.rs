//! What dpi does, told as its callers see it.

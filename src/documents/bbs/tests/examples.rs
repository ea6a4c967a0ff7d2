//! Whole files, byte for byte.

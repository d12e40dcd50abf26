"""Backends: each turns the model into texts; one writer puts them down."""

"""What a crowd of devices does to one server: the numbers behind alert flow control."""

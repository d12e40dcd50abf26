"""The publisher's side: packages with their digest trees, signed, versioned and taken back with TUF metadata.

The keys here authorise software. The key with which an image server signs its
announcements is of another kind and never stands in the same folder.
"""

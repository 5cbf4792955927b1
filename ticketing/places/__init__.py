"""Places that are no flats (公共部位): a garage, a lift, a gate. They can carry tickets; nobody lives there."""

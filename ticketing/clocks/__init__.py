"""When something is due. Pure: instants come in and go out as microseconds since 1970, UTC."""

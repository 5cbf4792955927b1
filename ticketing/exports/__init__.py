"""Lists that people export as files. The audit log says who exported what."""

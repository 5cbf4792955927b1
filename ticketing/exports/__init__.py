"""Lists that people take along as files: who took what, in the audit log."""

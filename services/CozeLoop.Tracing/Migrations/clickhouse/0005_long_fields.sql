-- Texts over 256 KiB are blobs: which field is one, and its key. The field's own column keeps the beginning.
ALTER TABLE spans${on_cluster} ADD COLUMN IF NOT EXISTS long_fields Map(String, String) CODEC(ZSTD(1))

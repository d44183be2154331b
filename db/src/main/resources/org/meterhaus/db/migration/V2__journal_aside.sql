-- What a head-end read from a sink's journal and could not give to a channel: kept whole, so that the watermark may pass
-- it and nothing is lost; replayed when the channel is provisioned.
create table journal_aside (
  sink_id     text not null references sink,
  sequence    bigint not null check (sequence >= 1),
  meter_id    text,
  profile     text,
  reason      text not null,
  record      bytea not null,
  set_aside_at timestamptz not null,
  replayed_at timestamptz,
  primary key (sink_id, sequence, set_aside_at)
);
create index journal_aside_open on journal_aside (sink_id) where replayed_at is null;
comment on table journal_aside is 'records of a sink''s journal that no channel could take, as A-XDR, and what became of them';

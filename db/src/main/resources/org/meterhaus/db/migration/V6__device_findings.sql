-- What may be a fault of a device, what its owner said of it, and up to which day each device was judged.

create table device_finding (
  id              uuid primary key,
  device_id       text not null references device,
  rule            text not null check (rule in ('stuck-on', 'dead', 'degraded', 'standby', 'missing', 'inrush')),
  state           text not null check (state in ('suspected', 'confirmed', 'cleared', 'withdrawn', 'rejected')),
  first_day       date not null,
  last_day        date not null,
  evidence_start  timestamptz not null,
  evidence_end    timestamptz not null,
  confidence      double precision not null check (confidence between 0 and 1),
  measure         text not null,
  observed_w      bigint,
  expected_low_w  bigint not null,
  expected_high_w bigint,
  explanation     text not null,
  clears          text not null,
  found_at        timestamptz not null,
  confirmed_at    timestamptz,
  cleared_at      timestamptz,
  feedback        text check (feedback in ('fault', 'no-fault')),
  feedback_at     timestamptz,
  check (last_day >= first_day),
  check (evidence_end > evidence_start),
  check ((feedback is null) = (feedback_at is null))
);
comment on column device_finding.rule is 'what each rule means: docs/device-faults.md';
comment on column device_finding.state is 'withdrawn: was only suspected, and later days spoke against it; rejected: its owner said that it is no fault';
comment on column device_finding.measure is 'which power observed_w and the expected band are of: mean-of-day, lowest-hour, highest-interval';
comment on column device_finding.feedback is 'all of a device and a rule together move that rule''s threshold for that device';
create index device_finding_of_device on device_finding (device_id, evidence_start);

create table device_watch (
  device_id    text primary key references device,
  judged_until date not null
);
comment on table device_watch is 'the newest day of each device that was judged; a later whole day makes it due again';

-- Whether a sink reaches its meters: known within seconds, long before an interval is overdue.

create table sink_report (
  sink_id text primary key references sink,
  told_at timestamptz not null
);
comment on table sink_report is 'when each sink was last asked which meters it reaches';

create table meter_reach (
  meter_id    text primary key references meter,
  state       text not null check (state in ('online', 'offline', 'unknown')),
  since       timestamptz not null,
  answered_at timestamptz
);
comment on table meter_reach is 'what the sink said of the meter; written when it changes, as recent as the sink''s report';
comment on column meter_reach.answered_at is 'last answer as it was known when the state began; null if there was none';

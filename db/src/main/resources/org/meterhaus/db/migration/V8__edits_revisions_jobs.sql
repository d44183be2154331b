-- Why a block is as it is, what operators said in place of the meter, and what is derived anew.

alter table day_block
  add column cause smallint not null default 1 check (cause between 1 and 6),
  add column rules text not null default 'simple',
  add column growth bytea;
comment on column day_block.cause is 'why this revision: 1 first, 2 late arrival, 3 register, 4 edit, 5 re-processing, 6 conflict';
comment on column day_block.rules is 'name of the rule set that made the clean values';
comment on column day_block.growth is 'which intervals were given out when, if not all at once (Growth); null when all at derived_at';

-- the history takes rows of day_block as they are: the same columns in the same order
alter table day_block_history
  add column cause smallint not null default 1 check (cause between 1 and 6),
  add column rules text not null default 'simple',
  add column growth bytea;

create table edit (
  id            uuid primary key,
  channel_id    bigint not null references channel,
  operator_id   text not null references operator,
  span_start    timestamptz not null,
  span_end      timestamptz not null,
  "values"      int[] not null,
  reason        text not null check (reason <> ''),
  customer_text text not null check (customer_text <> ''),
  created_at    timestamptz not null,
  check (span_end > span_start)
);
comment on table edit is 'append-only: what an operator said in place of the meter; takes effect through the arrival log (source operator:<id>)';
comment on column edit.reason is 'for the operator''s files';
comment on column edit.customer_text is 'what the customer reads beside the values';
create index edit_of_channel on edit (channel_id, span_start);

create table edit_revocation (
  edit_id     uuid primary key references edit,
  operator_id text not null references operator,
  reason      text not null check (reason <> ''),
  revoked_at  timestamptz not null
);
comment on table edit_revocation is 'append-only: edits that hold no longer; what was measured shows again';

create table reprocessing_job (
  id           uuid primary key,
  requested_by text not null,
  organisation text not null,
  scope        text not null,
  rules        text not null,
  first_day    date not null,
  until_day    date not null,
  state        text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  created_at   timestamptz not null,
  started_at   timestamptz,
  finished_at  timestamptz,
  reason       text,
  check (until_day > first_day),
  check ((finished_at is not null) = (state in ('done', 'cancelled', 'failed')))
);
create index reprocessing_job_open on reprocessing_job (created_at) where state in ('waiting', 'running');

create table reprocessing_item (
  job_id       uuid not null references reprocessing_job,
  channel_id   bigint not null references channel,
  changed_days int,
  done_at      timestamptz,
  primary key (job_id, channel_id)
);
comment on table reprocessing_item is 'the channels of a job: done in the transaction that writes their blocks, so a job goes on where it was killed';
create index reprocessing_item_open on reprocessing_item (job_id, channel_id) where done_at is null;

create table rule_choice (
  seq        bigint generated always as identity primary key,
  channel_id bigint not null references channel,
  first_day  date not null,
  until_day  date not null,
  rules      text not null,
  job_id     uuid not null references reprocessing_job,
  chosen_at  timestamptz not null,
  check (until_day > first_day)
);
comment on table rule_choice is 'append-only: the rule set of a span of a channel; the newest that covers a day holds, and the processor''s own where none does';
create index rule_choice_of_channel on rule_choice (channel_id, seq);

-- How sure an estimate is, and what the rules noticed.

alter table channel add column register_modulus_wh bigint check (register_modulus_wh > 0);
comment on column channel.register_modulus_wh is 'the register goes back to 0 here (10^digits x multiplier); null when not known';

alter table day_block add column band bytea, add column notes bytea;
comment on column day_block.band is 'for each estimated interval in order: Wh below and Wh above the value within which the true value lies in 8 of 10 cases (varints); null where nothing is estimated';
comment on column day_block.notes is 'what the rules noticed (NoteCodec); null where nothing';

-- the history takes rows of day_block as they are: the same columns in the same order
alter table day_block_history add column band bytea, add column notes bytea;

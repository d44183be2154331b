-- Runs after every migration, so that tables added later are covered too.
-- The application works with these rights only: evidence (arrivals, superseded revisions, audit) can be added and read, never altered.
grant usage on schema public to "${application}";
grant select, insert, update, delete on all tables in schema public to "${application}";
grant usage, select on all sequences in schema public to "${application}";
do $$
begin
  if current_user <> '${application}' then
    revoke update, delete on arrival, arrival_set_aside, day_block_history, audit, edit, edit_revocation, rule_choice from "${application}";
    revoke insert, update, delete on flyway_schema_history from "${application}";
    revoke insert, delete on arrival_partition, processor_offset from "${application}";
  end if;
end
$$;

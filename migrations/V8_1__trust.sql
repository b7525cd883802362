-- Whether agents may obey the settings that a project's repository holds for them.
alter table project add column trust_repository boolean not null default false;

-- Whether the iteration's agent ran in a sandbox; null where nobody has noted it.
alter table iteration add column sandboxed boolean;

// THE mapping of Workato's events to OCSF and ECS, as data. Correct it here: docs/formats.md is made from it, and the tests hold
// every row against both schemas. A row of `eventTypes` comes first; what has none follows from its resource type and its verb.
import type { EcsKind } from './ecs-vocabulary.js';
import type { ActivityName, ClassName, Severity, TypeName } from './ocsf-vocabulary.js';

/** What one type of event means. */
export interface EventRow {
  severity: Severity;
  /** ECS `event.category`, then every `event.type`. */
  ecs: EcsKind;
  /** OCSF class and activity. With `Other` the event type itself becomes the `activity_name`. */
  as: TypeName;
  /** The event reports that something failed. */
  failed?: true;
}

/** What a type of resource is, for the events on it that have no row of their own. */
export interface ResourceRow {
  /** In the words of Workato's pages. */
  name: string;
  /** The least severity of an event on it. */
  severity: Severity;
  /** ECS `event.category`, then what every event on it has for `event.type` beside what the verb says. */
  ecs: EcsKind;
  /** OCSF class. */
  as: ClassName;
  /** What it is in OCSF, where OCSF has a word for it. */
  kind?: 'policy' | 'service account' | 'user';
}

/** What a verb does. */
export interface VerbRow {
  /** The least severity of such an event. */
  severity: Severity;
  /** ECS `event.type`. */
  ecs: 'creation' | 'change' | 'deletion' | 'info';
  /** OCSF activities: the first that the class has is taken; `Other` where it has none of them. */
  as: readonly ActivityName[];
  failed?: true;
}

// biome-ignore format: it is a table.
/** By `event_type`, or by `event_type` and `details.activity` with a blank between them. */
export const eventTypes: Readonly<Record<string, EventRow>> = {
  // Sign-in. Switching to another workspace is logged under the same event types, but nobody signs in or out.
  user_login:                                      { severity: 'Informational', ecs: ['authentication', 'start'],   as: 'Authentication: Logon' },
  user_logout:                                     { severity: 'Informational', ecs: ['authentication', 'end'],     as: 'Authentication: Logoff' },
  'user_login switch_workspace':                   { severity: 'Informational', ecs: ['session', 'info'],           as: 'Authentication: Account Switch' },
  'user_login switch_team':                        { severity: 'Informational', ecs: ['session', 'info'],           as: 'Authentication: Account Switch' },
  'user_logout switch_workspace':                  { severity: 'Informational', ecs: ['session', 'info'],           as: 'Authentication: Account Switch' },
  'user_logout switch_team':                       { severity: 'Informational', ecs: ['session', 'info'],           as: 'Authentication: Account Switch' },
  user_login_failed:                               { severity: 'Low',           ecs: ['authentication', 'start'],   as: 'Authentication: Logon', failed: true },

  // Accounts and their credentials.
  password_changed:                                { severity: 'Low',           ecs: ['iam', 'user', 'change'],     as: 'Account Change: Password Change' },
  password_reset_requested:                        { severity: 'Low',           ecs: ['iam', 'user', 'change'],     as: 'Account Change: Password Reset' },
  user_email_updated:                              { severity: 'Medium',        ecs: ['iam', 'user', 'change'],     as: 'Account Change: Other' },
  user_name_updated:                               { severity: 'Informational', ecs: ['iam', 'user', 'change'],     as: 'Account Change: Other' },
  api_key_refreshed:                               { severity: 'Medium',        ecs: ['iam', 'user', 'change'],     as: 'Account Change: Other' },
  two_factor_authentication_enabled:               { severity: 'Informational', ecs: ['iam', 'user', 'change'],     as: 'Account Change: MFA Factor Enable' },
  two_factor_authentication_disabled:              { severity: 'High',          ecs: ['iam', 'user', 'change'],     as: 'Account Change: MFA Factor Disable' },
  two_factor_authentication_recovery_codes_viewed: { severity: 'Medium',        ecs: ['iam', 'user', 'info'],       as: 'Account Change: Other' },
  delegated_admin_added:                           { severity: 'High',          ecs: ['iam', 'admin', 'change'],    as: 'User Access Management: Assign Privileges' },
  delegated_admin_removed:                         { severity: 'Medium',        ecs: ['iam', 'admin', 'change'],    as: 'User Access Management: Revoke Privileges' },
  delegated_admin_password_updated:                { severity: 'Medium',        ecs: ['iam', 'admin', 'change'],    as: 'Account Change: Password Change' },

  // Who may do what. An invitation gives access when it is accepted.
  team_invitation_accept:                          { severity: 'Medium',        ecs: ['iam', 'user', 'change'],     as: 'User Access Management: Assign Privileges' },
  team_membership_updated:                         { severity: 'Medium',        ecs: ['iam', 'user', 'change'],     as: 'User Access Management: Assign Privileges' },
  team_membership_deleted:                         { severity: 'Medium',        ecs: ['iam', 'user', 'change'],     as: 'User Access Management: Revoke Privileges' },

  // The audit log itself, and encryption keys: what an intruder turns off first.
  audit_log_streaming_enabled:                     { severity: 'Medium',        ecs: ['configuration', 'change'],   as: 'Entity Management: Enable' },
  audit_log_streaming_disabled:                    { severity: 'High',          ecs: ['configuration', 'change'],   as: 'Entity Management: Disable' },
  kms_policy_enabled:                              { severity: 'Medium',        ecs: ['configuration', 'change'],   as: 'Entity Management: Enable' },
  kms_policy_disabled:                             { severity: 'High',          ecs: ['configuration', 'change'],   as: 'Entity Management: Disable' },

  // Seen without a type of resource.
  message_template_created:                        { severity: 'Informational', ecs: ['configuration', 'creation'], as: 'Entity Management: Create' },

  // Recipes run; connectors, packages and deployments carry code in and out.
  recipe_started:                                  { severity: 'Informational', ecs: ['process', 'start'],          as: 'Application Lifecycle: Start' },
  recipe_stopped:                                  { severity: 'Informational', ecs: ['process', 'end'],            as: 'Application Lifecycle: Stop' },
  connector_installed:                             { severity: 'Low',           ecs: ['package', 'installation'],   as: 'Application Lifecycle: Install' },
  connector_released:                              { severity: 'Low',           ecs: ['package', 'change'],         as: 'Application Lifecycle: Update' },
  connector_shared:                                { severity: 'Medium',        ecs: ['configuration', 'access'],   as: 'Web Resources Activity: Share' },
  connector_shared_closed_source_changed:          { severity: 'Medium',        ecs: ['configuration', 'change'],   as: 'Entity Management: Update' },
  package_exported:                                { severity: 'Low',           ecs: ['configuration', 'access'],   as: 'Web Resources Activity: Export' },
  package_imported:                                { severity: 'Low',           ecs: ['configuration', 'change'],   as: 'Web Resources Activity: Import' },
  deployment_failed:                               { severity: 'Low',           ecs: ['configuration', 'change'],   as: 'Application Lifecycle: Install', failed: true },
};

// biome-ignore format: it is a table.
/** By `resource.type`, as records and filters write it. A type that is not here is `otherResource`. */
export const resourceTypes: Readonly<Record<string, ResourceRow>> = {
  Account:                        { name: 'Account settings',                severity: 'Low',           ecs: ['configuration'], as: 'Entity Management' },
  AccountProperty:                { name: 'Environment property',            severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  Adapter:                        { name: 'Custom connector',                severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  ApiAccessProfile:               { name: 'API access profile',              severity: 'Medium',        ecs: ['configuration'], as: 'Entity Management' },
  ApiClient:                      { name: 'Developer API client',            severity: 'Medium',        ecs: ['iam', 'user'],   as: 'Account Change', kind: 'service account' },
  ApiCustomer:                    { name: 'API client',                      severity: 'Low',           ecs: ['iam', 'user'],   as: 'Account Change', kind: 'service account' },
  ApiEndpoint:                    { name: 'API endpoint',                    severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  ApiGroup:                       { name: 'API collection',                  severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  ApiPolicy:                      { name: 'API access policy',               severity: 'Medium',        ecs: ['configuration'], as: 'Entity Management', kind: 'policy' },
  ApiPrivilegeGroup:              { name: 'Developer API client role',       severity: 'Medium',        ecs: ['iam', 'group'],  as: 'Group Management' },
  AuditLogReplicationSettings:    { name: 'Audit log streaming',             severity: 'Medium',        ecs: ['configuration'], as: 'Entity Management' },
  CommunityAdapterPublication:    { name: 'Community connector',             severity: 'Low',           ecs: ['configuration'], as: 'Web Resources Activity' },
  CustomAdapter:                  { name: 'Custom connector',                severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  CustomOauthKey:                 { name: 'Custom OAuth profile',            severity: 'Medium',        ecs: ['configuration'], as: 'Entity Management' },
  CustomOauthKeyAssignment:       { name: 'Custom OAuth profile assignment', severity: 'Medium',        ecs: ['configuration'], as: 'Entity Management' },
  Deployment:                     { name: 'Project deployment',              severity: 'Informational', ecs: ['configuration'], as: 'Application Lifecycle' },
  ExportManifest:                 { name: 'Manifest',                        severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  Flow:                           { name: 'Recipe',                          severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  Folder:                         { name: 'Folder',                          severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  KmsPolicy:                      { name: 'Encryption key policy',           severity: 'Medium',        ecs: ['configuration'], as: 'Entity Management', kind: 'policy' },
  'LCAP::Models::App':            { name: 'Workflow app',                    severity: 'Informational', ecs: ['configuration'], as: 'Application Lifecycle' },
  'LCAP::Models::Page':           { name: 'Workflow app page',               severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  LookupTable:                    { name: 'Lookup table',                    severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  ManagedUserGrant:               { name: 'Workspace collaborator',          severity: 'Medium',        ecs: ['iam', 'user'],   as: 'User Access Management' },
  MemberInvitation:               { name: 'Workspace invitation',            severity: 'Low',           ecs: ['iam'],           as: 'Entity Management' },
  MessageTemplate:                { name: 'Message template',                severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  OrganizationAdapterPublication: { name: 'Shared connector',                severity: 'Low',           ecs: ['configuration'], as: 'Web Resources Activity' },
  Package:                        { name: 'Package',                         severity: 'Low',           ecs: ['configuration'], as: 'Web Resources Activity' },
  PrivilegeGroup:                 { name: 'Collaborator role',               severity: 'Medium',        ecs: ['iam', 'group'],  as: 'Group Management' },
  Project:                        { name: 'Project',                         severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  ProjectBuild:                   { name: 'Project build',                   severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  ProjectProperty:                { name: 'Project property',                severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  SharedAccount:                  { name: 'Connection',                      severity: 'Low',           ecs: ['configuration'], as: 'Entity Management' },
  SharingToken:                   { name: 'Sharing token',                   severity: 'Medium',        ecs: ['configuration'], as: 'Entity Management' },
  'Tags::Models::Tag':            { name: 'Tag',                             severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  TeamProfile:                    { name: 'Workspace admin settings',        severity: 'Medium',        ecs: ['configuration'], as: 'Entity Management' },
  Topic:                          { name: 'Event topic',                     severity: 'Informational', ecs: ['configuration'], as: 'Entity Management' },
  User:                           { name: 'User',                            severity: 'Informational', ecs: ['iam', 'user'],   as: 'Account Change', kind: 'user' },
};

/** What is done to things of unknown types can be said no closer than as a call of Workato's API. */
export const otherResource: ResourceRow = {
  name: 'Resource',
  severity: 'Informational',
  ecs: ['configuration'],
  as: 'API Activity',
};

// biome-ignore format: it is a table.
/** By the last word of an `event_type` that is one of these. */
export const verbs: Readonly<Record<string, VerbRow>> = {
  created:      { severity: 'Informational', ecs: 'creation', as: ['Create', 'Assign Privileges', 'Install'] },
  added:        { severity: 'Informational', ecs: 'creation', as: ['Create', 'Assign Privileges', 'Install'] },
  invited:      { severity: 'Informational', ecs: 'creation', as: ['Create', 'Assign Privileges', 'Install'] },
  generated:    { severity: 'Informational', ecs: 'creation', as: ['Create', 'Assign Privileges', 'Install'] },
  copied:       { severity: 'Informational', ecs: 'creation', as: ['Create'] },
  cloned:       { severity: 'Informational', ecs: 'creation', as: ['Create'] },
  imported:     { severity: 'Low',           ecs: 'creation', as: ['Import', 'Create', 'Install'] },
  updated:      { severity: 'Informational', ecs: 'change',   as: ['Update'] },
  changed:      { severity: 'Informational', ecs: 'change',   as: ['Update'] },
  modified:     { severity: 'Informational', ecs: 'change',   as: ['Update'] },
  edited:       { severity: 'Informational', ecs: 'change',   as: ['Update'] },
  assigned:     { severity: 'Informational', ecs: 'change',   as: ['Update'] },
  refreshed:    { severity: 'Informational', ecs: 'change',   as: ['Update'] },
  regenerated:  { severity: 'Informational', ecs: 'change',   as: ['Update'] },
  rotated:      { severity: 'Informational', ecs: 'change',   as: ['Update'] },
  accept:       { severity: 'Low',           ecs: 'change',   as: ['Assign Privileges', 'Update'] },
  accepted:     { severity: 'Low',           ecs: 'change',   as: ['Assign Privileges', 'Update'] },
  granted:      { severity: 'Low',           ecs: 'change',   as: ['Assign Privileges', 'Update'] },
  renamed:      { severity: 'Informational', ecs: 'change',   as: ['Move', 'Update'] },
  moved:        { severity: 'Informational', ecs: 'change',   as: ['Move', 'Update'] },
  released:     { severity: 'Informational', ecs: 'change',   as: ['Install', 'Update'] },
  deployed:     { severity: 'Informational', ecs: 'change',   as: ['Install', 'Update'] },
  completed:    { severity: 'Informational', ecs: 'change',   as: ['Install', 'Update'] },
  installed:    { severity: 'Informational', ecs: 'change',   as: ['Install', 'Update'] },
  started:      { severity: 'Informational', ecs: 'change',   as: ['Start', 'Activate', 'Enable'] },
  connected:    { severity: 'Informational', ecs: 'change',   as: ['Activate', 'Enable'] },
  activated:    { severity: 'Informational', ecs: 'change',   as: ['Activate', 'Enable'] },
  published:    { severity: 'Low',           ecs: 'change',   as: ['Share', 'Enable', 'Activate'] },
  shared:       { severity: 'Low',           ecs: 'change',   as: ['Share', 'Update'] },
  enabled:      { severity: 'Informational', ecs: 'change',   as: ['Enable', 'Activate'] },
  resumed:      { severity: 'Informational', ecs: 'change',   as: ['Resume', 'Start', 'Activate', 'Enable'] },
  restarted:    { severity: 'Informational', ecs: 'change',   as: ['Restart', 'Update'] },
  stopped:      { severity: 'Informational', ecs: 'change',   as: ['Stop', 'Deactivate', 'Disable'] },
  disconnected: { severity: 'Informational', ecs: 'change',   as: ['Deactivate', 'Disable'] },
  deactivated:  { severity: 'Informational', ecs: 'change',   as: ['Deactivate', 'Disable'] },
  unpublished:  { severity: 'Low',           ecs: 'change',   as: ['Disable', 'Deactivate', 'Update'] },
  disabled:     { severity: 'Low',           ecs: 'change',   as: ['Disable', 'Deactivate', 'Update'] },
  suspended:    { severity: 'Informational', ecs: 'change',   as: ['Suspend', 'Stop', 'Disable'] },
  paused:       { severity: 'Informational', ecs: 'change',   as: ['Suspend', 'Stop', 'Disable'] },
  deleted:      { severity: 'Low',           ecs: 'deletion', as: ['Delete', 'Revoke Privileges', 'Remove'] },
  removed:      { severity: 'Low',           ecs: 'deletion', as: ['Delete', 'Revoke Privileges', 'Remove'] },
  canceled:     { severity: 'Low',           ecs: 'deletion', as: ['Delete', 'Revoke Privileges', 'Remove'] },
  cancelled:    { severity: 'Low',           ecs: 'deletion', as: ['Delete', 'Revoke Privileges', 'Remove'] },
  revoked:      { severity: 'Low',           ecs: 'deletion', as: ['Delete', 'Revoke Privileges', 'Remove'] },
  uninstalled:  { severity: 'Low',           ecs: 'deletion', as: ['Remove', 'Delete'] },
  viewed:       { severity: 'Informational', ecs: 'info',     as: ['Read'] },
  accessed:     { severity: 'Informational', ecs: 'info',     as: ['Read'] },
  downloaded:   { severity: 'Informational', ecs: 'info',     as: ['Read'] },
  exported:     { severity: 'Low',           ecs: 'info',     as: ['Export', 'Read'] },
  failed:       { severity: 'Low',           ecs: 'info',     as: [], failed: true },
};

/** Where no word of the event type is a verb. */
export const otherVerb: VerbRow = { severity: 'Informational', ecs: 'info', as: [] };

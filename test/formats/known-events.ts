// Every type of event that is known, documented or plausible, with a record of each in the shape that Workato gives it.

interface KnownEvent {
  eventType: string;
  resourceType: string | null;
  /** What else tells it from others of its type: the name of its golden file. */
  name: string;
  record: Readonly<Record<string, unknown>>;
}

const ADA = { id: 4848, name: 'Ada Byron', email: 'ada@acme.example' };
const JOHN = { id: 61_439, name: 'John Doe', email: 'john.doe@acme.example' };

/** By resource type; `null` where none was seen. */
const EVENT_TYPES: Readonly<Record<string, readonly string[]>> = {
  Account: ['branding_updated', 'api_key_refreshed', 'delegated_admin_password_updated'],
  AccountProperty: ['account_property_created', 'account_property_deleted', 'account_property_updated'],
  ApiAccessProfile: [
    'access_profile_api_key_refreshed',
    'access_profile_created',
    'access_profile_deleted',
    'access_profile_updated',
  ],
  ApiClient: ['api_client_created', 'api_client_token_refreshed', 'api_client_deleted'],
  ApiCustomer: ['api_customer_created', 'api_customer_updated', 'api_customer_deleted'],
  ApiEndpoint: ['api_endpoint_created', 'api_endpoint_activated', 'api_endpoint_deactivated'],
  ApiGroup: ['api_collection_created', 'api_collection_deleted'],
  ApiPolicy: ['api_policy_created', 'api_policy_updated', 'api_policy_deleted'],
  ApiPrivilegeGroup: ['api_privilege_group_updated'],
  AuditLogReplicationSettings: ['audit_log_streaming_enabled', 'audit_log_streaming_disabled'],
  CommunityAdapterPublication: ['community_connector_published'],
  CustomAdapter: [
    'connector_created',
    'connector_deleted',
    'connector_installed',
    'connector_released',
    'connector_shared',
    'connector_shared_closed_source_changed',
    'connector_updated',
  ],
  CustomOauthKey: ['custom_oauth_key_created'],
  CustomOauthKeyAssignment: ['custom_oauth_key_assigned'],
  Deployment: ['deployment_completed', 'deployment_failed'],
  ExportManifest: ['manifest_created', 'manifest_updated', 'manifest_deleted'],
  Flow: [
    'recipe_created',
    'recipe_updated',
    'recipe_deleted',
    'recipe_copied',
    'recipe_renamed',
    'recipe_started',
    'recipe_stopped',
    'recipe_moved',
    'recipe_access_scope_updated',
  ],
  Folder: ['folder_created', 'folder_deleted', 'folder_renamed', 'folder_moved'],
  'LCAP::Models::App': ['workflow_app_published'],
  'LCAP::Models::Page': ['workflow_app_page_updated'],
  LookupTable: ['lookup_table_created', 'lookup_table_updated', 'lookup_table_deleted'],
  ManagedUserGrant: [
    'team_membership_updated',
    'team_membership_deleted',
    'delegated_admin_added',
    'delegated_admin_removed',
  ],
  MemberInvitation: ['team_invitation_created', 'team_invitation_accept', 'team_invitation_canceled'],
  OrganizationAdapterPublication: ['shared_connector_published'],
  Package: ['package_exported', 'package_imported'],
  PrivilegeGroup: ['privilege_group_created', 'privilege_group_updated', 'privilege_group_deleted'],
  Project: ['project_created'],
  ProjectBuild: ['project_build_created'],
  ProjectProperty: ['project_property_updated'],
  SharedAccount: [
    'connection_created',
    'connection_updated',
    'connection_deleted',
    'connection_connected',
    'connection_disconnected',
  ],
  SharingToken: ['sharing_token_created'],
  'Tags::Models::Tag': ['tag_assigned'],
  TeamProfile: ['team_profile_updated'],
  Topic: ['topic_created'],
  User: [
    'user_login',
    'user_logout',
    'user_login_failed',
    'password_changed',
    'password_reset_requested',
    'user_email_updated',
    'user_name_updated',
    'two_factor_authentication_enabled',
    'two_factor_authentication_disabled',
    'two_factor_authentication_recovery_codes_viewed',
  ],
  null: ['message_template_created', 'kms_policy_enabled', 'kms_policy_disabled'],
};

/** Records of one type that differ in what decides their meaning. */
const VARIANTS: readonly KnownEvent[] = [
  variant('user_login', 'User', 'switch_workspace', {
    details: { activity: 'switch_workspace' },
    user: JOHN,
  }),
  variant('user_logout', 'User', 'switch_team', { details: { activity: 'switch_team' }, user: JOHN }),
  variant('user_login', 'User', 'sso', { details: { activity: 'sso_login', sso_provider: 'okta' } }),
  variant('recipe_stopped', 'Flow', 'test_run', {
    user: undefined,
    details: { force: true, error: false, stop_reason: 'test_run_stop' },
  }),
  variant('recipe_stopped', 'Flow', 'error', {
    user: undefined,
    details: { force: false, error: true, stop_reason: 'too_many_errors' },
  }),
  variant('genie_skill_granted', 'Genie', 'unknown_type', { user: undefined, details: {} }),
  variant('gadget_updated', 'Gadget', 'ipv6', {
    details: { request: { ip_address: '2001:db8::7', user_agent: 'curl/8.5.0' } },
  }),
  variant('folder_created', 'Folder', 'no_ip', { details: { request: { ip_address: 'proxy, unknown' } } }),
  variant('recipe_updated', 'Flow', 'bad_timestamp', { timestamp: 'yesterday, about noon' }),
];

/** One of each type, then the variants. */
export const knownEvents: readonly KnownEvent[] = [
  ...Object.entries(EVENT_TYPES).flatMap(([type, eventTypes]) =>
    eventTypes.map((eventType) => {
      const resourceType = type === 'null' ? null : type;
      return { eventType, resourceType, name: eventType, record: recordOf(eventType, resourceType) };
    }),
  ),
  ...VARIANTS,
];

function variant(
  eventType: string,
  resourceType: string,
  what: string,
  changes: Readonly<Record<string, unknown>>,
): KnownEvent {
  const record = { ...recordOf(eventType, resourceType), ...changes };
  return { eventType, resourceType, name: `${eventType}.${what}`, record };
}

function recordOf(eventType: string, resourceType: string | null): Readonly<Record<string, unknown>> {
  return {
    id: 656_541,
    timestamp: '2025-12-18 10:13:40 UTC',
    event_type: eventType,
    workspace: { id: 2_100_003_309, name: 'ACME Inc', email: 'workato@acme.example', environment: 'prod' },
    user: ADA,
    details: {
      ...(eventType === 'user_login' && { activity: 'password_login' }),
      request: { ip_address: '203.0.113.66', user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0' },
    },
    resource: resourceOf(eventType, resourceType),
    ...(eventType.endsWith('_renamed') && { resource_changes: { name: { old_value: 'Its old name' } } }),
  };
}

function resourceOf(eventType: string, type: string | null): Readonly<Record<string, unknown>> {
  switch (type) {
    case null:
      return { id: 108, name: 'Default' };
    case 'User':
      return { ...ADA, type, email_confirmed_at: '2024-08-01 06:43:54 -0700' };
    case 'Package':
      return { id: 22_483, type, folder_id: 51_613, folder_path: 'Home/HR', file_name: 'hr-recipes.zip' };
    case 'MemberInvitation':
      return {
        id: 215_140,
        ...(eventType.endsWith('accept')
          ? { name: ADA.name, email: ADA.email }
          : { name: 'John', email: JOHN.email }),
        type,
        role: 'Admin',
      };
    case 'ManagedUserGrant':
      return { id: 7021, type, member: { ...JOHN, role: 'Analyst' } };
    case 'SharedAccount':
      return { id: 299_668, name: 'Sales', type, provider: 'salesforce', authorized: true };
    case 'CustomAdapter':
      return { id: 108, name: 'CustomerSupport', type, version_no: 3 };
    case 'Folder':
      return { id: 131_393, name: 'Audits', type, path: 'Home/Audits' };
    default:
      return { id: 1_004_058, name: 'Orders to invoices', type };
  }
}

// Which kinds of event the look-alike's history is made of: every resource type and event type that Workato documents,
// and some that it does not, because the list of types is open.
import { chance, mix, pick } from './seeded.js';

/** A kind of event. */
export interface EventKind {
  eventType: string;
  /** The name of the resource type in the filter parameters. */
  filterType: string;
  /** The name of the resource type in the record: not always the same. */
  recordType: string;
  /** Whether Workato's own pages name it. The others are plausible inventions. */
  documented: boolean;
  weight: number;
}

interface ResourceKind {
  documented?: Readonly<Record<string, number>>;
  invented?: Readonly<Record<string, number>>;
  recordType?: string;
}

const RESOURCES: Readonly<Record<string, ResourceKind>> = {
  User: {
    documented: { user_login: 180, user_logout: 90 },
    invented: { user_login_failed: 6, password_changed: 2, two_factor_authentication_enabled: 1 },
  },
  Flow: {
    documented: {
      recipe_created: 20,
      recipe_updated: 160,
      recipe_deleted: 6,
      recipe_copied: 8,
      recipe_renamed: 12,
      recipe_started: 90,
      recipe_stopped: 90,
      recipe_moved: 6,
    },
    invented: { recipe_access_scope_updated: 2 },
  },
  SharedAccount: {
    documented: {
      connection_created: 8,
      connection_updated: 12,
      connection_deleted: 3,
      connection_connected: 14,
      connection_disconnected: 10,
    },
  },
  Adapter: {
    recordType: 'CustomAdapter',
    documented: {
      connector_created: 2,
      connector_deleted: 1,
      connector_installed: 2,
      connector_released: 4,
      connector_shared: 1,
      connector_shared_closed_source_changed: 1,
      connector_updated: 8,
    },
  },
  Folder: { documented: { folder_created: 8, folder_deleted: 3, folder_renamed: 4, folder_moved: 3 } },
  AccountProperty: {
    documented: { account_property_created: 4, account_property_deleted: 2, account_property_updated: 8 },
  },
  ApiAccessProfile: {
    documented: {
      access_profile_api_key_refreshed: 2,
      access_profile_created: 2,
      access_profile_deleted: 1,
      access_profile_updated: 2,
    },
  },
  ApiPrivilegeGroup: { documented: { api_privilege_group_updated: 2 } },
  ExportManifest: { documented: { manifest_updated: 4 } },
  Package: { documented: { package_exported: 6, package_imported: 5 } },
  MemberInvitation: { documented: { team_invitation_created: 3, team_invitation_accept: 3 } },
  ManagedUserGrant: { documented: { team_membership_deleted: 2 }, invented: { team_membership_updated: 2 } },
  Account: { documented: { branding_updated: 1 } },
  MessageTemplate: { documented: { message_template_created: 1 } },
  KmsPolicy: { documented: { kms_policy_enabled: 1 } },
  ApiClient: { invented: { api_client_created: 1, api_client_token_refreshed: 1 } },
  ApiCustomer: { invented: { api_customer_created: 1, api_customer_updated: 1 } },
  ApiEndpoint: { invented: { api_endpoint_activated: 2, api_endpoint_deactivated: 1 } },
  ApiGroup: { invented: { api_collection_created: 1 } },
  ApiPolicy: { invented: { api_policy_updated: 1 } },
  AuditLogReplicationSettings: { invented: { audit_log_replication_updated: 1 } },
  CommunityAdapterPublication: { invented: { community_connector_published: 1 } },
  CustomOauthKey: { invented: { custom_oauth_key_created: 1 } },
  CustomOauthKeyAssignment: { invented: { custom_oauth_key_assigned: 1 } },
  Deployment: { invented: { deployment_completed: 6, deployment_failed: 1 } },
  'LCAP::Models::App': { invented: { workflow_app_published: 1 } },
  'LCAP::Models::Page': { invented: { workflow_app_page_updated: 2 } },
  LookupTable: { invented: { lookup_table_created: 2, lookup_table_updated: 6 } },
  OrganizationAdapterPublication: { invented: { shared_connector_published: 1 } },
  PrivilegeGroup: { invented: { privilege_group_updated: 1 } },
  Project: { invented: { project_created: 1 } },
  ProjectBuild: { invented: { project_build_created: 3 } },
  ProjectProperty: { invented: { project_property_updated: 2 } },
  SharingToken: { invented: { sharing_token_created: 1 } },
  'Tags::Models::Tag': { invented: { tag_assigned: 2 } },
  TeamProfile: { invented: { team_profile_updated: 1 } },
  Topic: { invented: { topic_created: 1 } },
  Genie: { invented: { genie_skill_granted: 1 } },
};

/** Every kind there is, in a fixed order. */
export const eventKinds: readonly EventKind[] = Object.entries(RESOURCES).flatMap(
  ([filterType, resource]) => {
    const recordType = resource.recordType ?? filterType;
    const kinds = (events: Readonly<Record<string, number>> = {}, documented: boolean) =>
      Object.entries(events).map(([eventType, weight]) => ({
        eventType,
        filterType,
        recordType,
        documented,
        weight,
      }));
    return [...kinds(resource.documented, true), ...kinds(resource.invented, false)];
  },
);

const byWeight: readonly EventKind[] = eventKinds.flatMap((kind) =>
  Array.from({ length: kind.weight }, () => kind),
);

const ROUND_ROBIN_EVERY = 8;
const PURPOSE_KIND = 1;
const PURPOSE_SYSTEM = 2;

/** The kind of event `number`: by weight, and every eighth in turn, so that a short history holds all of them too. */
export function kindOf(seed: number, number: number): EventKind {
  if (number % ROUND_ROBIN_EVERY === 5) return pick(eventKinds, Math.floor(number / ROUND_ROBIN_EVERY));
  return pick(byWeight, mix(seed, number, PURPOSE_KIND));
}

const SYSTEM_SHARE: Readonly<Record<string, number>> = {
  recipe_stopped: 0.4,
  connection_disconnected: 0.3,
  deployment_failed: 0.5,
  genie_skill_granted: 1,
};

/** Whether event `number` was started by the system, so that its record has no user. */
export function isSystemEvent(seed: number, number: number): boolean {
  const share = SYSTEM_SHARE[kindOf(seed, number).eventType];
  return share !== undefined && chance(seed, number, PURPOSE_SYSTEM) < share;
}

// The names and numbers of OCSF 1.8.0 that events are mapped to. The test suite holds them against the published schema.

export const OCSF_VERSION = '1.8.0';

interface Category {
  uid: number;
  name: string;
}

const IAM: Category = { uid: 3, name: 'Identity & Access Management' };
const APPLICATION: Category = { uid: 6, name: 'Application Activity' };

const CRUD = { Create: 1, Read: 2, Update: 3, Delete: 4 } as const;
/** In every class; `Other` says what it is in `activity_name`. */
const ANY = { Unknown: 0, Other: 99 } as const;

/** Event classes by their caption, each with its activities. */
export const classes = {
  'Account Change': {
    uid: 3001,
    category: IAM,
    activities: {
      ...ANY,
      Create: 1,
      Enable: 2,
      'Password Change': 3,
      'Password Reset': 4,
      Disable: 5,
      Delete: 6,
      'MFA Factor Enable': 10,
      'MFA Factor Disable': 11,
    },
  },
  Authentication: {
    uid: 3002,
    category: IAM,
    activities: { ...ANY, Logon: 1, Logoff: 2, 'Account Switch': 7 },
  },
  'Entity Management': {
    uid: 3004,
    category: IAM,
    activities: {
      ...ANY,
      ...CRUD,
      Move: 5,
      Enable: 8,
      Disable: 9,
      Activate: 10,
      Deactivate: 11,
      Suspend: 12,
      Resume: 13,
    },
  },
  'User Access Management': {
    uid: 3005,
    category: IAM,
    activities: { ...ANY, 'Assign Privileges': 1, 'Revoke Privileges': 2 },
  },
  'Group Management': {
    uid: 3006,
    category: IAM,
    activities: { ...ANY, 'Assign Privileges': 1, 'Revoke Privileges': 2, Delete: 5, Create: 6 },
  },
  'Web Resources Activity': {
    uid: 6001,
    category: APPLICATION,
    activities: { ...ANY, ...CRUD, Import: 6, Export: 7, Share: 8 },
  },
  'Application Lifecycle': {
    uid: 6002,
    category: APPLICATION,
    activities: {
      ...ANY,
      Install: 1,
      Remove: 2,
      Start: 3,
      Stop: 4,
      Restart: 5,
      Enable: 6,
      Disable: 7,
      Update: 8,
    },
  },
  'API Activity': { uid: 6003, category: APPLICATION, activities: { ...ANY, ...CRUD } },
} as const;

export type ClassName = keyof typeof classes;

type Activities = { [C in ClassName]: Extract<keyof (typeof classes)[C]['activities'], string> };

/** The name of any activity of any class. */
export type ActivityName = Activities[ClassName];

/** A class and one of its activities, as OCSF writes a `type_name`: `Authentication: Logon`. */
export type TypeName = { [C in ClassName]: `${C}: ${Activities[C]}` }[ClassName];

export const severities = { Informational: 1, Low: 2, Medium: 3, High: 4, Critical: 5 } as const;

export type Severity = keyof typeof severities;

export const statuses = { Success: 1, Failure: 2 } as const;

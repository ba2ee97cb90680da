// What OpenStack Swift is told, so that all of it runs in one folder on loopback ports: one disk, one copy, S3 in front.

export const ACCESS_KEY = 'test:tester';
export const SECRET_KEY = 'testing-secret';

export const STORES = ['account', 'container', 'object'] as const;

export interface SwiftPlace {
  folder: string;
  /** Who runs it. */
  user: string;
  ports: Readonly<Record<(typeof STORES)[number] | 'proxy', number>>;
}

/** Builds the three rings, each of one device. */
export function ringScript({ folder, ports }: SwiftPlace): string {
  const wanted = STORES.map((name) => `('${name}', ${ports[name]})`).join(', ');
  return `
from swift.common.ring import RingBuilder
for name, port in [${wanted}]:
    ring = RingBuilder(1, 1, 1)
    ring.add_dev({'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': port, 'device': 'disk', 'weight': 1})
    ring.rebalance()
    ring.get_ring().save('${folder}/' + name + '.ring.gz')
`;
}

export function storeSettings(name: (typeof STORES)[number], { folder, user, ports }: SwiftPlace): string {
  return `
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${ports[name]}
user = ${user}
swift_dir = ${folder}
devices = ${folder}/devices
mount_check = false
workers = 0
[pipeline:main]
pipeline = ${name}-server
[app:${name}-server]
use = egg:swift#${name}
`;
}

export function proxySettings({ folder, user, ports }: SwiftPlace): string {
  return `
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${ports.proxy}
user = ${user}
swift_dir = ${folder}
workers = 0
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
# Asked for, but not needed: nothing listens there.
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = ${SECRET_KEY} .admin
[filter:slo]
use = egg:swift#slo
`;
}

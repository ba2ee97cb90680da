// What destinations are told of the network.
import type { Config } from '../config/config.js';
import type { DestinationContext } from '../deliver/destination.js';

/** Proxies and certificate authorities as the environment names them. */
export function networkOf({ proxy, extraCaFile }: Config): Pick<DestinationContext, 'proxy' | 'caFiles'> {
  return { proxy, caFiles: extraCaFile === null ? [] : [extraCaFile] };
}

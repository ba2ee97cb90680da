// The packages that some destinations need are optional: they are loaded when such a destination is used, and only then.
import { CollectorError } from '../../platform/errors.js';

/**
 * What `load` imports.
 * @throws CollectorError CONFIG_INVALID where the package is not installed, saying how to get it.
 */
export async function loadSdk<Sdk>(name: string, load: () => Promise<Sdk>): Promise<Sdk> {
  try {
    return await load();
  } catch (cause: unknown) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND')) throw cause;
    throw new CollectorError(
      'CONFIG_INVALID',
      `This destination needs the package ${name}, which is not installed.`,
      {
        hint: `Install it beside the collector: npm install ${name}. A plain "npm install" brings it; "--omit=optional" leaves it out.`,
        cause,
      },
    );
  }
}

/** What the name of a pipeline must be, to follow "must be". */
export const PIPELINE_NAME_RULE = '1 to 64 letters, digits, dots, hyphens or underscores';

/**
 * A pipeline's name is part of a parameter's name, a metric's dimension and a table's key. A service would refuse a whole
 * call, with all other pipelines in it, because of one invalid name.
 */
export const PIPELINE_NAME = '[A-Za-z0-9_.-]{1,64}';

const NAME = new RegExp(`^${PIPELINE_NAME}$`);

/** Whether a text can be a pipeline's name. */
export function isPipelineName(text: string): boolean {
  return NAME.test(text);
}

/** Whether a parameter lies directly below a path. Deeper parameters are something else: profiles lie below contracts. */
export function isDirectlyBelow(path: string, name: string): boolean {
  return name.startsWith(`${path}/`) && !name.slice(path.length + 1).includes('/');
}

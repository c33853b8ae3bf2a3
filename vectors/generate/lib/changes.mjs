// Changed copies of JSON objects.

/** A deep copy in which the member at `path` ("crypto.kdfparams.n") is `value`, or is gone when that is undefined. */
export function changed(object, path, value) {
  const copy = structuredClone(object);
  const names = path.split(".");
  const last = names.pop();
  const parent = names.reduce((at, name) => at[name], copy);
  if (!(last in parent)) throw new Error(`no member ${path}`);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

export const valueAt = (object, path) => path.split(".").reduce((at, name) => at[name], object);

/** Hexadecimal text with the lowest bit of its first byte turned over. */
export function flipped(digits) {
  const first = parseInt(digits.slice(0, 2), 16) ^ 1;
  return first.toString(16).padStart(2, "0") + digits.slice(2);
}

/** Paths of all members, objects first. */
export function memberPaths(object, prefix = "") {
  return Object.entries(object).flatMap(([name, value]) => {
    const path = prefix + name;
    const inner = value !== null && typeof value === "object" ? memberPaths(value, `${path}.`) : [];
    return [path, ...inner];
  });
}

/** A member's path as part of a vector's name. */
export const slug = (path) => path.replaceAll(".", "-").toLowerCase();

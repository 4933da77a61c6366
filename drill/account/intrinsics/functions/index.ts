import { CONDITION_INTRINSICS } from './conditions';
import type { Intrinsic } from './intrinsic';
import { REFERENCE_INTRINSICS } from './references';
import { TEXT_INTRINSICS } from './texts';

/** Every intrinsic function that is resolved. Not resolved: Fn::Cidr, Fn::Transform, Fn::ForEach. */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map([...REFERENCE_INTRINSICS, ...TEXT_INTRINSICS, ...CONDITION_INTRINSICS]);

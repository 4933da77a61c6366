export * from './profile';
export { readProfile } from './read-profile';

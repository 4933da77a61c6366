export * from './contract';
export { ContractError } from './contract-error';
export { readContract } from './read-contract';

export * from './contract';
export { ContractError } from './contract-error';
export { describeContractExpectation, describeDaily, describeSilence, describeSlots } from './describe';
export { readContract } from './read-contract';

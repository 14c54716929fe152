/** Signs in the name of the hub: with a key that never leaves KMS. */
export interface Signer {
  /** ARN of the key. */
  readonly key: string;
  /**
   * Of at most 4,096 bytes; ECDSA over P-256 and SHA-256, as ASN.1 DER
   * (https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html).
   */
  sign(message: Uint8Array): Promise<Uint8Array>;
  /** SubjectPublicKeyInfo as DER: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html */
  publicKey(): Promise<Uint8Array>;
}

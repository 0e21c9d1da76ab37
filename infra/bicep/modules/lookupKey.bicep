// Puts the look-up key into the vault. infra/deploy runs it once, when the vault has none; a second key would make everybody unknown.
param vaultName string

@secure()
@minLength(44)
param value string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

resource lookupKey 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = {
  parent: vault
  name: 'lookup-key'
  properties: { value: value, contentType: 'base64 of 32 random bytes' }
}

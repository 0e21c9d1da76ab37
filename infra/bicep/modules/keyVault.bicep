// The keys: one wraps the key ring that encrypts every row, one is for signing credentials. The look-up key, a secret, is put here by
// infra/deploy once (modules/lookupKey.bicep); no template and no file holds it.
param name string
param location string
param tags object
param closedNetwork bool
param wrappingKeyName string
param signingKeyName string
param logWorkspaceId string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: closedNetwork ? 'Disabled' : 'Enabled'
    networkAcls: { bypass: 'None', defaultAction: closedNetwork ? 'Deny' : 'Allow' }
  }
}

resource wrappingKey 'Microsoft.KeyVault/vaults/keys@2025-05-01' = {
  parent: vault
  name: wrappingKeyName
  tags: tags
  properties: {
    kty: 'RSA'
    keySize: 3072
    keyOps: ['wrapKey', 'unwrapKey']
    attributes: { enabled: true, exportable: false }
    // Old versions go on unwrapping: a rotation touches no data.
    rotationPolicy: {
      attributes: { expiryTime: 'P3Y' }
      lifetimeActions: [
        { trigger: { timeAfterCreate: 'P1Y' }, action: { type: 'rotate' } }
        { trigger: { timeBeforeExpiry: 'P60D' }, action: { type: 'notify' } }
      ]
    }
  }
}

resource signingKey 'Microsoft.KeyVault/vaults/keys@2025-05-01' = {
  parent: vault
  name: signingKeyName
  tags: tags
  properties: {
    kty: 'EC'
    curveName: 'P-256'
    keyOps: ['sign', 'verify']
    attributes: { enabled: true, exportable: false }
    // Rotated by hand: whoever verifies must have the new public key first (docs/operations.md).
    rotationPolicy: {
      attributes: { expiryTime: 'P3Y' }
      lifetimeActions: [{ trigger: { timeBeforeExpiry: 'P60D' }, action: { type: 'notify' } }]
    }
  }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'to-workspace'
  properties: {
    workspaceId: logWorkspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

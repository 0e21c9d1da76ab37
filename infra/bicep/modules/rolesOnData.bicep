// Every right on data, documents and keys: by themselves, because their group may be another (docs/operations.md, region loss). roles.bicep
// calls it and nobody else.

param appPrincipalId string

@description('Systems around, and which containers each reads.')
param partners { name: string, principalId: string, reads: string[] }[]
param dataAccountName string
param documentsAccountName string
param keyRingContainer string
param documentContainers string[]
param backupContainer string

@description('Of the published editions of the learning content.')
param contentContainer string
param vaultName string
param wrappingKeyName string

@description('The pipeline; empty where a human deploys, under their own rights.')
param deployerPrincipalId string

var role = {
  blobContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  blobReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  tableContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  tableReader: '76199698-9eea-4c19-bc75-cec21354c6b6'
  cryptoEncryptionUser: 'e147488a-f6f5-4113-8e2d-b22465e65bf6'
  secretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
}

var reads = flatten(map(partners, partner => map(partner.reads, container => { partner: partner, container: container })))

resource data 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataAccountName

  resource blobs 'blobServices' existing = {
    name: 'default'
    resource keyRing 'containers' existing = { name: keyRingContainer }
  }
}

resource documents 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: documentsAccountName
  resource blobs 'blobServices' existing = {
    name: 'default'
    resource backups 'containers' existing = { name: backupContainer }
    resource content 'containers' existing = { name: contentContainer }
  }
}

resource document 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for name in documentContainers: { parent: documents::blobs, name: name }
]

resource readContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for item in reads: { parent: documents::blobs, name: item.container }
]

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
  resource wrappingKey 'keys' existing = { name: wrappingKeyName }
}

// The app: people's rows, and nothing else in that account but the key ring.
resource appTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: data
  name: guid(data.id, appPrincipalId, role.tableContributor)
  properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.tableContributor) }
}

resource appKeyRing 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: data::blobs::keyRing
  name: guid(data::blobs::keyRing.id, appPrincipalId, role.blobContributor)
  properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobContributor) }
}

resource appDocuments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, i) in documentContainers: {
    scope: document[i]
    name: guid(documents.id, name, appPrincipalId, role.blobContributor)
    properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobContributor) }
  }
]

resource appWraps 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault::wrappingKey
  name: guid(vault::wrappingKey.id, appPrincipalId, role.cryptoEncryptionUser)
  properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.cryptoEncryptionUser) }
}

// On the vault, not on the secret: the secret comes after the template. It holds no other.
resource appLookupKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appPrincipalId, role.secretsUser)
  properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.secretsUser) }
}

resource publishesContent 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  scope: documents::blobs::content
  name: guid(documents::blobs::content.id, deployerPrincipalId, role.blobContributor)
  properties: { principalId: deployerPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobContributor) }
}

// A backup reads the tables, whose rows are sealed for it, and writes its files. A restore needs the right to write tables, for as long as it takes.
resource backupReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  scope: data
  name: guid(data.id, deployerPrincipalId, role.tableReader)
  properties: { principalId: deployerPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.tableReader) }
}

resource backupWrites 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  scope: documents::blobs::backups
  name: guid(documents::blobs::backups.id, deployerPrincipalId, role.blobContributor)
  properties: { principalId: deployerPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobContributor) }
}

resource partnerReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (item, i) in reads: {
    scope: readContainer[i]
    name: guid(documents.id, item.container, item.partner.principalId, role.blobReader)
    properties: { principalId: item.partner.principalId, principalType: 'ServicePrincipal', description: item.partner.name, roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobReader) }
  }
]

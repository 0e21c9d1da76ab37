// Everything that Inburgering.Functions needs in one resource group. dev.bicepparam and prod.bicepparam fill it; infra/deploy runs it.
targetScope = 'resourceGroup'

@allowed(['dev', 'prod'])
param environment string
param location string = resourceGroup().location

@description('True: storage, Key Vault and Service Bus are reached through private endpoints only, the portal\'s storage by Front Door alone.')
param closedNetwork bool

@description('Of the network where it is closed; a /24 that no peered network uses.')
param addressPrefix string = '10.60.0.0/24'

@description('The public name of the portal and the API, like inburgering.vlaanderen.be; empty for the one that Azure gives.')
param publicHostName string = ''

@description('Who is told of alerts and of the budget.')
param operatorMail string
param operatorGroupId string = ''
param deployerPrincipalId string = ''

@description('Trusted issuers of tokens (docs/security.md).')
param issuers { kind: 'oidc' | 'entraId' | 'entraExternalId', authority: string, audience: string, issuer: string?, roles: string[], everyoneIs: string? }[]

@description('Where the portal\'s users sign in, under which client, and for which scope: their tokens must be for one of the issuers above.')
param signIn { learner: { issuer: string, clientId: string, scope: string }, staff: { issuer: string, clientId: string, scope: string } }

@description('Addresses of other front ends, whose pages may ask the API too; the portal is of the same origin and needs none.')
param otherOrigins string[] = []

@description('The systems around and what each may do; their managed identities or service principals.')
param partners { name: string, principalId: string, sendsTo: string[], takesFrom: string[], reads: string[] }[] = []

@description('For how many days a dossier can\'t be changed or removed by anybody. Not longer than its retention period.')
param dossierImmutableDays int

@description('For how many days a backup can\'t be changed or removed by anybody.')
param backupImmutableDays int

@description('For how many days something deleted can be had back; after that personal data is gone.')
param recoverableDays int
param logRetentionDays int
param dailyLogGigabytes int
param mostInstances int
param alwaysReady { name: string, instanceCount: int }[]
param monthlyBudget int
param budgetStartsOn string

@description('The resource group whose data, documents and keys are used, where it is not this one: after the loss of a region (docs/operations.md).')
param dataGroup string = ''

@description('Of the accounts with people\'s data. Zone and region redundant in prod.')
param dataSku string
param hubSku string

var stem = 'inburgering-${environment}'
var suffix = take(uniqueString(resourceGroup().id), 6)
var ownsData = empty(dataGroup)
var dataGroupName = ownsData ? resourceGroup().name : dataGroup
var dataSuffix = ownsData ? suffix : take(uniqueString('${subscription().id}/resourceGroups/${dataGroup}'), 6)
var names = {
  data: 'inb${environment}data${dataSuffix}'
  documents: 'inb${environment}docs${dataSuffix}'
  hub: 'inb${environment}hub${suffix}'
  portal: 'inb${environment}web${suffix}'
  vault: 'inb-${environment}-${dataSuffix}'
  bus: '${stem}-bus-${suffix}'
}
var tags = {
  application: 'inburgering'
  environment: environment
  owner: 'Agentschap Integratie en Inburgering'
  dataClassification: 'personal data'
  managedBy: 'infra/bicep'
}

// The names that the code uses; tests/Infrastructure.Tests holds them against it.
var tables = ['people', 'index', 'pending', 'cases', 'matches', 'retention', 'operations']
// Written by the command inburgering backup, not by the app.
var backupContainer = 'backups'
var contentContainer = 'content'
var documentContainers = [
  { name: 'letters', immutableDays: 0 }
  { name: 'statistics', immutableDays: 0 }
  { name: contentContainer, immutableDays: 0 }
  { name: 'dossiers', immutableDays: dossierImmutableDays }
  { name: backupContainer, immutableDays: backupImmutableDays }
]
var keyRing = { container: 'keyring', blob: 'keys.xml' }
var keyNames = { wrapping: 'data-protection', signing: 'credential-signing', lookup: 'lookup-key' }
var packageContainer = 'packages'

var bus = loadJsonContent('../../src/Functions/servicebus.json').UserConfig.Namespaces[0]
var zones = {
  #disable-next-line no-hardcoded-env-urls // The names of private DNS zones are fixed.
  blob: 'privatelink.blob.core.windows.net'
  #disable-next-line no-hardcoded-env-urls
  queue: 'privatelink.queue.core.windows.net'
  #disable-next-line no-hardcoded-env-urls
  table: 'privatelink.table.core.windows.net'
  vault: 'privatelink.vaultcore.azure.net'
  namespace: 'privatelink.servicebus.windows.net'
}

module monitoring 'modules/monitoring.bicep' = {
  params: { name: stem, location: location, tags: tags, retentionDays: logRetentionDays, dailyGigabytes: dailyLogGigabytes }
}

module identity 'modules/identity.bicep' = {
  params: { name: '${stem}-app', location: location, tags: tags }
}

module data 'modules/storageAccount.bicep' = if (ownsData) {
  name: 'data'
  params: {
    name: names.data
    location: location
    tags: tags
    sku: dataSku
    closedNetwork: closedNetwork
    tables: tables
    containers: [{ name: keyRing.container, immutableDays: 0 }]
    recoverableDays: recoverableDays
    logWorkspaceId: monitoring.outputs.workspaceId
  }
}

module documents 'modules/storageAccount.bicep' = if (ownsData) {
  name: 'documents'
  params: {
    name: names.documents
    location: location
    tags: tags
    sku: dataSku
    closedNetwork: closedNetwork
    containers: documentContainers
    recoverableDays: recoverableDays
    logWorkspaceId: monitoring.outputs.workspaceId
  }
}

module hub 'modules/storageAccount.bicep' = {
  name: 'hub'
  params: {
    name: names.hub
    location: location
    tags: tags
    sku: hubSku
    closedNetwork: closedNetwork
    containers: [{ name: packageContainer, immutableDays: 0 }]
    keepVersions: false
    recoverableDays: 7
    logWorkspaceId: monitoring.outputs.workspaceId
  }
}

// By itself: what is in it is public, and nothing else is near it.
module portal 'modules/storageAccount.bicep' = {
  name: 'portal'
  params: {
    name: names.portal
    location: location
    tags: union(tags, { dataClassification: 'public' })
    sku: hubSku
    closedNetwork: closedNetwork
    recoverableDays: 7
    logWorkspaceId: monitoring.outputs.workspaceId
  }
}

module serviceBus 'modules/serviceBus.bicep' = {
  params: { name: names.bus, location: location, tags: tags, closedNetwork: closedNetwork, logWorkspaceId: monitoring.outputs.workspaceId }
}

module keyVault 'modules/keyVault.bicep' = if (ownsData) {
  params: { name: names.vault, location: location, tags: tags, closedNetwork: closedNetwork, wrappingKeyName: keyNames.wrapping, signingKeyName: keyNames.signing, logWorkspaceId: monitoring.outputs.workspaceId }
}

module roles 'modules/roles.bicep' = {
  dependsOn: [data, documents, keyVault]
  params: {
    appPrincipalId: identity.outputs.principalId
    operatorGroupId: operatorGroupId
    deployerPrincipalId: deployerPrincipalId
    partners: partners
    dataGroup: dataGroupName
    dataAccountName: names.data
    hubAccountName: hub.outputs.name
    documentsAccountName: names.documents
    portalAccountName: portal.outputs.name
    keyRingContainer: keyRing.container
    documentContainers: map(filter(documentContainers, item => item.name != backupContainer), item => item.name)
    backupContainer: backupContainer
    contentContainer: contentContainer
    serviceBusName: serviceBus.outputs.name
    topicName: bus.Topics[0].Name
    queues: map(bus.Queues, item => item.Name)
    vaultName: names.vault
    wrappingKeyName: keyNames.wrapping
    insightsName: monitoring.outputs.insightsName
  }
}

module network 'modules/network.bicep' = if (closedNetwork) {
  params: { name: '${stem}-network', location: location, tags: tags, addressPrefix: addressPrefix, zones: map(items(zones), item => item.value) }
}

module endpoints 'modules/privateEndpoint.bicep' = [
  for item in [
    { name: 'data-table', id: resourceId(dataGroupName, 'Microsoft.Storage/storageAccounts', names.data), groupId: 'table' }
    { name: 'data-blob', id: resourceId(dataGroupName, 'Microsoft.Storage/storageAccounts', names.data), groupId: 'blob' }
    { name: 'documents-blob', id: resourceId(dataGroupName, 'Microsoft.Storage/storageAccounts', names.documents), groupId: 'blob' }
    { name: 'hub-blob', id: resourceId('Microsoft.Storage/storageAccounts', names.hub), groupId: 'blob' }
    { name: 'hub-queue', id: resourceId('Microsoft.Storage/storageAccounts', names.hub), groupId: 'queue' }
    { name: 'hub-table', id: resourceId('Microsoft.Storage/storageAccounts', names.hub), groupId: 'table' }
    { name: 'vault', id: resourceId(dataGroupName, 'Microsoft.KeyVault/vaults', names.vault), groupId: 'vault' }
    { name: 'bus', id: resourceId('Microsoft.ServiceBus/namespaces', names.bus), groupId: 'namespace' }
  ]: if (closedNetwork) {
    dependsOn: [data, documents, hub, keyVault, serviceBus]
    params: {
      name: '${stem}-${item.name}'
      location: location
      tags: tags
      subnetId: network.?outputs.endpointSubnetId ?? ''
      resourceId: item.id
      groupId: item.groupId
      zone: zones[item.groupId]
    }
  }
]

module door 'modules/frontDoorProfile.bicep' = {
  params: {
    name: '${stem}-door'
    endpointName: stem
    tags: tags
    // Private links and a managed firewall exist in Premium only.
    sku: closedNetwork ? 'Premium_AzureFrontDoor' : 'Standard_AzureFrontDoor'
  }
}

module app 'modules/functionApp.bicep' = {
  // Its roles first: without them it can't start. Its network first: without it, it reaches nothing.
  dependsOn: [roles, endpoints]
  params: {
    name: '${stem}-${suffix}'
    location: location
    tags: tags
    frontDoorId: door.outputs.frontDoorId
    subnetId: network.?outputs.appSubnetId ?? ''
    logWorkspaceId: monitoring.outputs.workspaceId
    insightsConnectionString: monitoring.outputs.connectionString
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hubBlobEndpoint: hub.outputs.blobEndpoint
    hubQueueEndpoint: hub.outputs.queueEndpoint
    hubTableEndpoint: hub.outputs.tableEndpoint
    packageContainer: packageContainer
    tableEndpoint: addresses.tables
    documentBlobEndpoint: addresses.documents
    keyRingUri: addresses.keyRing
    wrappingKeyUri: addresses.wrappingKey
    lookupKeyUri: addresses.lookupKey
    serviceBusHostName: serviceBus.outputs.hostName
    portalAddress: publicAddress
    otherOrigins: otherOrigins
    issuers: issuers
    mostInstances: mostInstances
    alwaysReady: alwaysReady
  }
}

// By their names: they may be of another group.
var addresses = {
  tables: 'https://${names.data}.table.${az.environment().suffixes.storage}/'
  documents: 'https://${names.documents}.blob.${az.environment().suffixes.storage}/'
  keyRing: 'https://${names.data}.blob.${az.environment().suffixes.storage}/${keyRing.container}/${keyRing.blob}'
  // Without a version: new key-ring keys are wrapped by the newest.
  wrappingKey: 'https://${names.vault}${az.environment().suffixes.keyvaultDns}/keys/${keyNames.wrapping}'
  lookupKey: 'https://${names.vault}${az.environment().suffixes.keyvaultDns}/secrets/${keyNames.lookup}'
}
var publicAddress = 'https://${empty(publicHostName) ? door.outputs.hostName : publicHostName}'

module frontDoor 'modules/frontDoor.bicep' = {
  params: {
    name: stem
    location: location
    tags: tags
    profileName: door.outputs.name
    apiHostName: app.outputs.hostName
    portalHostName: split(portal.outputs.webEndpoint, '/')[2]
    portalStorageId: portal.outputs.id
    isClosed: closedNetwork
    customHostName: publicHostName
    signInOrigins: union(map(items(signIn), item => '${split(item.value.issuer, '/')[0]}//${split(item.value.issuer, '/')[2]}'), [])
    logWorkspaceId: monitoring.outputs.workspaceId
  }
}

var apiAddress = '${publicAddress}/api'

module alerts 'modules/alerts.bicep' = {
  params: {
    name: stem
    location: location
    tags: tags
    mail: operatorMail
    insightsId: monitoring.outputs.insightsId
    serviceBusId: serviceBus.outputs.id
    healthAddress: '${apiAddress}/health'
  }
}

module workbook 'modules/workbook.bicep' = {
  params: { name: stem, location: location, tags: tags, insightsId: monitoring.outputs.insightsId }
}

module budget 'modules/budget.bicep' = {
  params: { name: stem, amount: monthlyBudget, mail: operatorMail, startsOn: budgetStartsOn }
}

output appName string = app.outputs.name
output apiAddress string = apiAddress
output portalAddress string = publicAddress
// The portal's config.json: API and pages have one origin.
output portalConfig object = { api: '/api/v1', signIn: signIn }
output portalAccountName string = portal.outputs.name
output tableEndpoint string = addresses.tables
output documentBlobEndpoint string = addresses.documents
output keyRingUri string = addresses.keyRing
output wrappingKeyUri string = addresses.wrappingKey
output vaultId string = resourceId(dataGroupName, 'Microsoft.KeyVault/vaults', names.vault)

// Every right of everybody, here and, on data, documents and keys, in rolesOnData.bicep; nowhere else. Each is as narrow as Azure lets it be: a container, a queue, a subscription, a key.

@description('The app.')
param appPrincipalId string

@description('The group of operators: looks at metrics and logs, and at nobody\'s data. Empty for none.')
param operatorGroupId string

@description('Systems around: what each sends to, takes from, and which containers it reads.')
param partners { name: string, principalId: string, sendsTo: string[], takesFrom: string[], reads: string[] }[]

@description('The group of data, documents and keys.')
param dataGroup string
param dataAccountName string
param hubAccountName string
param documentsAccountName string
param portalAccountName string
param keyRingContainer string
param documentContainers string[]
param backupContainer string

@description('Of the published editions of the learning content.')
param contentContainer string
param serviceBusName string
param topicName string
param queues string[]
param vaultName string
param wrappingKeyName string
param insightsName string

@description('The pipeline, which publishes portal and content and makes the backups; empty where a human does, under their own rights.')
param deployerPrincipalId string

var role = {
  blobContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  blobOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  queueContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  busReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  busSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  metricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  monitoringReader: '43d0d8ad-25c7-4714-9337-8ba259a9fe05'
}

var sends = flatten(map(partners, partner => map(partner.sendsTo, queue => { partner: partner, queue: queue })))
var takes = flatten(map(partners, partner => map(partner.takesFrom, subscription => { partner: partner, subscription: subscription })))

resource hub 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: hubAccountName }

resource portal 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: portalAccountName }

resource bus 'Microsoft.ServiceBus/namespaces@2026-01-01' existing = {
  name: serviceBusName
  resource topic 'topics' existing = { name: topicName }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2026-01-01' existing = [for name in queues: { parent: bus, name: name }]
resource partnerQueue 'Microsoft.ServiceBus/namespaces/queues@2026-01-01' existing = [for item in sends: { parent: bus, name: item.queue }]
resource partnerSubscription 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2026-01-01' existing = [for item in takes: { parent: bus::topic, name: item.subscription }]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }

// The Functions host and Durable Functions, as their documentation asks.
resource appHub 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for id in [role.blobOwner, role.queueContributor, role.tableContributor]: {
    scope: hub
    name: guid(hub.id, appPrincipalId, id)
    properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', id) }
  }
]

// Takes from every queue, and sends to them what an operator resubmits.
resource appReceives 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, i) in queues: {
    scope: queue[i]
    name: guid(bus.id, name, appPrincipalId, role.busReceiver)
    properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.busReceiver) }
  }
]

resource appSends 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, i) in queues: {
    scope: queue[i]
    name: guid(bus.id, name, appPrincipalId, role.busSender)
    properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.busSender) }
  }
]

resource appPublishes 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: bus::topic
  name: guid(bus::topic.id, appPrincipalId, role.busSender)
  properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.busSender) }
}

resource appTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, appPrincipalId, role.metricsPublisher)
  properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.metricsPublisher) }
}

resource operators 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorGroupId)) {
  name: guid(resourceGroup().id, operatorGroupId, role.monitoringReader)
  properties: { principalId: operatorGroupId, principalType: 'Group', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.monitoringReader) }
}

resource deployer 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  scope: portal
  name: guid(portal.id, deployerPrincipalId, role.blobContributor)
  properties: { principalId: deployerPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobContributor) }
}

resource partnerSends 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (item, i) in sends: {
    scope: partnerQueue[i]
    name: guid(bus.id, item.queue, item.partner.principalId, role.busSender)
    properties: { principalId: item.partner.principalId, principalType: 'ServicePrincipal', description: item.partner.name, roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.busSender) }
  }
]

resource partnerTakes 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (item, i) in takes: {
    scope: partnerSubscription[i]
    name: guid(bus.id, item.subscription, item.partner.principalId, role.busReceiver)
    properties: { principalId: item.partner.principalId, principalType: 'ServicePrincipal', description: item.partner.name, roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.busReceiver) }
  }
]

module onData 'rolesOnData.bicep' = {
  scope: resourceGroup(dataGroup)
  params: {
    appPrincipalId: appPrincipalId
    partners: map(partners, partner => { name: partner.name, principalId: partner.principalId, reads: partner.reads })
    dataAccountName: dataAccountName
    documentsAccountName: documentsAccountName
    keyRingContainer: keyRingContainer
    documentContainers: documentContainers
    backupContainer: backupContainer
    contentContainer: contentContainer
    vaultName: vaultName
    wrappingKeyName: wrappingKeyName
    deployerPrincipalId: deployerPrincipalId
  }
}

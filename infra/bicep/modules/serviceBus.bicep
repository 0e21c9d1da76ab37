// Queues, topic, subscriptions and filters: exactly those of src/Functions/servicebus.json, from which the local runtime makes its own.
param name string
param location string
param tags object
param closedNetwork bool
param logWorkspaceId string

var entities = loadJsonContent('../../../src/Functions/servicebus.json').UserConfig.Namespaces[0]
var subscriptions = flatten(map(entities.Topics, topic => map(topic.Subscriptions, subscription => { topic: topic.Name, name: subscription.Name, properties: subscription.Properties, rules: subscription.Rules })))

// A new subscription has the rule $Default, which lets everything through: the first rule takes its place, so that it can't stay beside ours.
var rules = flatten(map(subscriptions, subscription => map(subscription.rules, (rule, i) => { topic: subscription.topic, subscription: subscription.name, name: i == 0 ? '$Default' : rule.Name, sql: rule.Properties.SqlFilter.SqlExpression })))

resource namespace 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  // Private endpoints exist in Premium only.
  sku: closedNetwork ? { name: 'Premium', tier: 'Premium', capacity: 1 } : { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: closedNetwork ? 'Disabled' : 'Enabled'
  }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2026-01-01' = [
  for item in entities.Queues: {
    parent: namespace
    name: item.Name
    properties: {
      deadLetteringOnMessageExpiration: true
      // A sender may be silent about the past for two weeks before a message dies unseen; it dies into the dead-letter queue.
      defaultMessageTimeToLive: 'P14D'
      duplicateDetectionHistoryTimeWindow: item.Properties.DuplicateDetectionHistoryTimeWindow
      lockDuration: item.Properties.LockDuration
      maxDeliveryCount: item.Properties.MaxDeliveryCount
      maxSizeInMegabytes: 5120
      requiresDuplicateDetection: item.Properties.RequiresDuplicateDetection
    }
  }
]

resource topic 'Microsoft.ServiceBus/namespaces/topics@2026-01-01' = [
  for item in entities.Topics: {
    parent: namespace
    name: item.Name
    properties: {
      defaultMessageTimeToLive: 'P14D'
      duplicateDetectionHistoryTimeWindow: item.Properties.DuplicateDetectionHistoryTimeWindow
      maxSizeInMegabytes: 5120
      requiresDuplicateDetection: item.Properties.RequiresDuplicateDetection
    }
  }
]

resource subscription 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2026-01-01' = [
  for item in subscriptions: {
    name: '${name}/${item.topic}/${item.name}'
    dependsOn: [topic]
    properties: {
      deadLetteringOnFilterEvaluationExceptions: true
      deadLetteringOnMessageExpiration: true
      defaultMessageTimeToLive: 'P14D'
      lockDuration: item.properties.LockDuration
      maxDeliveryCount: item.properties.MaxDeliveryCount
    }
  }
]

resource rule 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2026-01-01' = [
  for item in rules: {
    name: '${name}/${item.topic}/${item.subscription}/${item.name}'
    dependsOn: [subscription]
    properties: {
      filterType: 'SqlFilter'
      sqlFilter: { sqlExpression: item.sql }
    }
  }
]

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: namespace
  name: 'to-workspace'
  properties: {
    workspaceId: logWorkspaceId
    logs: [{ category: 'OperationalLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = namespace.id
output name string = namespace.name
output queues string[] = map(entities.Queues, item => item.Name)
output topics string[] = map(entities.Topics, item => item.Name)
// Not from namespace.properties.serviceBusEndpoint, which has a scheme and a port around it.
output hostName string = split(split(namespace.properties.serviceBusEndpoint, '//')[1], ':')[0]

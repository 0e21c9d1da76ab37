// What wakes somebody. Each rule says in its description what to do: the runbook of that name in docs/operations.md.
param name string
param location string
param tags object
param mail string
param insightsId string
param serviceBusId string

@description('The public address of GET /api/health.')
param healthAddress string

var metrics = [
  {
    name: 'dead-letters'
    severity: 2
    text: 'Messages in a dead-letter queue. Runbook: a bad batch.'
    metric: 'DeadletteredMessages'
    threshold: 0
  }
  {
    name: 'backlog'
    severity: 3
    text: 'More than 5,000 messages wait in a queue or subscription. Runbook: nobody takes the messages.'
    metric: 'ActiveMessages'
    threshold: 5000
  }
]

var queries = [
  {
    name: 'outbox-age'
    severity: 2
    text: 'A message has waited for more than an hour to leave. Runbook: the outbox does not empty.'
    query: 'customMetrics | where name == "inburgering.outbox.age" | summarize value = max(valueMax) by bin(timestamp, 15m)'
    threshold: 3600
  }
  {
    name: 'overdue-deadlines'
    severity: 1
    text: 'Deadlines that passed more than a day ago and nothing came of it. Runbook: a person does not move on.'
    query: 'customMetrics | where name == "inburgering.deadlines.overdue" | summarize value = max(valueMax) by bin(timestamp, 15m)'
    threshold: 0
  }
  {
    name: 'overdue-confirmations'
    severity: 3
    text: 'Breaches that no officer has confirmed for two weeks. Runbook: a breach waits for an officer.'
    query: 'customMetrics | where name == "inburgering.confirmations.overdue" | summarize value = max(valueMax) by bin(timestamp, 15m)'
    threshold: 0
  }
  {
    name: 'failed-functions'
    severity: 2
    text: 'More than 20 executions failed within a quarter of an hour. Runbook: functions fail.'
    query: 'requests | where success == false and toint(resultCode) !between (400 .. 499) | summarize value = sum(itemCount) by bin(timestamp, 15m)'
    threshold: 20
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-operators'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'inburgering'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: mail, useCommonAlertSchema: true }]
  }
}

resource onMetric 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for item in metrics: {
    name: '${name}-${item.name}'
    location: 'global'
    tags: tags
    properties: {
      description: item.text
      severity: item.severity
      enabled: true
      scopes: [serviceBusId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: item.name
            metricName: item.metric
            metricNamespace: 'Microsoft.ServiceBus/namespaces'
            dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
            timeAggregation: 'Average'
            operator: 'GreaterThan'
            threshold: item.threshold
          }
        ]
      }
      actions: [{ actionGroupId: people.id }]
    }
  }
]

resource onQuery 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for item in queries: {
    name: '${name}-${item.name}'
    location: location
    tags: tags
    properties: {
      description: item.text
      severity: item.severity
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT30M'
      criteria: {
        allOf: [{ query: item.query, timeAggregation: 'Maximum', metricMeasureColumn: 'value', operator: 'GreaterThan', threshold: item.threshold }]
      }
      autoMitigate: true
      actions: { actionGroups: [people.id] }
    }
  }
]

resource health 'Microsoft.Insights/webtests@2022-06-15' = {
  name: '${name}-health'
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: '${name}-health'
    Name: '${name}-health'
    Enabled: true
    Frequency: 300
    Timeout: 30
    Kind: 'standard'
    RetryEnabled: true
    Locations: [{ Id: 'emea-nl-ams-azr' }, { Id: 'emea-fr-pra-edge' }, { Id: 'emea-gb-db3-azr' }]
    Request: { RequestUrl: healthAddress, HttpVerb: 'GET' }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 14 }
  }
}

resource onHealth 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-not-reachable'
  location: 'global'
  tags: tags
  properties: {
    description: 'The health page does not answer UP from two of three places. Runbook: the app is down.'
    severity: 0
    enabled: true
    scopes: [health.id, insightsId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: health.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: people.id }]
  }
}

output actionGroupId string = people.id

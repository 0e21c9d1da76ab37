// Production: closed network, Front Door, zones and a second region for people's data.
using 'main.bicep'

param environment = 'prod'
param closedNetwork = true
param addressPrefix = '10.60.0.0/24'
param publicHostName = readEnvironmentVariable('INBURGERING_HOST', 'inburgering.vlaanderen.be')
param operatorMail = readEnvironmentVariable('INBURGERING_OPERATOR_MAIL', 'operators@example.org')
param operatorGroupId = readEnvironmentVariable('INBURGERING_OPERATOR_GROUP', '')
param deployerPrincipalId = readEnvironmentVariable('INBURGERING_DEPLOYER', '')

var entra = 'https://login.microsoftonline.com/${readEnvironmentVariable('INBURGERING_TENANT', '00000000-0000-0000-0000-000000000000')}/v2.0'
var apiClient = readEnvironmentVariable('INBURGERING_API_CLIENT', '00000000-0000-0000-0000-000000000000')
var learnerIssuer = readEnvironmentVariable('INBURGERING_LEARNER_ISSUER', 'https://authenticatie.vlaanderen.be/op')

// Officers and systems sign in with Entra ID, learners with the identity provider of the Flemish government. One gives no role of the other.
param issuers = [
  {
    kind: 'entraId'
    authority: entra
    audience: apiClient
    roles: ['case-officer', 'enforcement-officer', 'dwewis', 'operator']
  }
  {
    kind: 'oidc'
    authority: learnerIssuer
    audience: readEnvironmentVariable('INBURGERING_LEARNER_CLIENT', 'inburgering-api')
    roles: []
    everyoneIs: 'learner'
  }
]

// For officers the portal is a client of the same registration as the API: so the roles stand in both tokens.
param signIn = {
  learner: { issuer: learnerIssuer, clientId: readEnvironmentVariable('INBURGERING_PORTAL_LEARNER_CLIENT', 'inburgering-portal'), scope: 'openid' }
  staff: { issuer: entra, clientId: apiClient, scope: 'openid ${apiClient}/.default' }
}

// Filled by JSON: [ "https://…" ]
param otherOrigins = json(readEnvironmentVariable('INBURGERING_OTHER_ORIGINS', '[]'))

// Filled by JSON: [ { "name", "principalId", "sendsTo": [queues], "takesFrom": [subscriptions], "reads": [containers] } ]
param partners = json(readEnvironmentVariable('INBURGERING_PARTNERS', '[]'))

// After the loss of a region only: the group whose data lives on.
param dataGroup = readEnvironmentVariable('INBURGERING_DATA_GROUP', '')

param dossierImmutableDays = 365
param backupImmutableDays = 30
param recoverableDays = 30
param logRetentionDays = 90
param dailyLogGigabytes = 20
param mostInstances = 100
param alwaysReady = [
  { name: 'http', instanceCount: 2 }
  { name: 'durable', instanceCount: 1 }
]
param monthlyBudget = 2500
param budgetStartsOn = '2027-01-01'
param dataSku = 'Standard_RAGZRS'
param hubSku = 'Standard_ZRS'

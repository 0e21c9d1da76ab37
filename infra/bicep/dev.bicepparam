// Small and open, to try things out: no private network, Front Door without a managed firewall. Never with people's real data.
using 'main.bicep'

param environment = 'dev'
param closedNetwork = false
param operatorMail = readEnvironmentVariable('INBURGERING_OPERATOR_MAIL', 'operators@example.org')
param operatorGroupId = readEnvironmentVariable('INBURGERING_OPERATOR_GROUP', '')
param deployerPrincipalId = readEnvironmentVariable('INBURGERING_DEPLOYER', '')

var entra = 'https://login.microsoftonline.com/${readEnvironmentVariable('INBURGERING_TENANT', '00000000-0000-0000-0000-000000000000')}/v2.0'
var apiClient = readEnvironmentVariable('INBURGERING_API_CLIENT', '00000000-0000-0000-0000-000000000000')

param issuers = [
  {
    kind: 'entraId'
    authority: entra
    audience: apiClient
    roles: ['learner', 'case-officer', 'enforcement-officer', 'dwewis', 'operator']
  }
]

// The portal is a client of the same registration as the API: so the roles stand in both tokens.
param signIn = {
  learner: { issuer: entra, clientId: apiClient, scope: 'openid ${apiClient}/.default' }
  staff: { issuer: entra, clientId: apiClient, scope: 'openid ${apiClient}/.default' }
}

// Filled by JSON: [ "https://…" ]
param otherOrigins = json(readEnvironmentVariable('INBURGERING_OTHER_ORIGINS', '[]'))

param dossierImmutableDays = 0
param backupImmutableDays = 0
param recoverableDays = 7
param logRetentionDays = 30
param dailyLogGigabytes = 1
// Fewer than 40, some versions of the platform refuse.
param mostInstances = 40
param alwaysReady = []
param monthlyBudget = 150
param budgetStartsOn = '2027-01-01'
param dataSku = 'Standard_LRS'
param hubSku = 'Standard_LRS'

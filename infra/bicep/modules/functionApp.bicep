// The app: Flex Consumption, Linux, .NET 10 isolated, under a user-assigned identity. Every setting that the code reads stands here, once;
// tests/Infrastructure.Tests compares both ways.
param name string
param location string
param tags object

@description('The id that Front Door writes into its requests: the app answers to no other.')
param frontDoorId string
param subnetId string
param logWorkspaceId string
param insightsConnectionString string

param identityId string
param identityClientId string

@description('Of the task hub: the host, the orchestrations and the packages live there.')
param hubBlobEndpoint string
param hubQueueEndpoint string
param hubTableEndpoint string
param packageContainer string

param tableEndpoint string
param documentBlobEndpoint string
param keyRingUri string
param wrappingKeyUri string
param lookupKeyUri string
param serviceBusHostName string
param portalAddress string

@description('Origins whose pages may ask, beside the portal, which is of the same origin.')
param otherOrigins string[]

@description('Trusted issuers of tokens, as the settings Authentication__Issuers__{n}__… want them.')
param issuers { kind: 'oidc' | 'entraId' | 'entraExternalId', authority: string, audience: string, issuer: string?, roles: string[], everyoneIs: string? }[]

@minValue(1)
@maxValue(1000)
param mostInstances int

@description('Instances that always run: one for requests and one for orchestrations take away cold starts.')
param alwaysReady { name: string, instanceCount: int }[]

var issuerSettings = reduce(issuers, { n: 0, all: {} }, (soFar, issuer) => {
  n: soFar.n + 1
  all: union(
    soFar.all,
    {
      'Authentication__Issuers__${soFar.n}__Kind': issuer.kind
      'Authentication__Issuers__${soFar.n}__Authority': issuer.authority
      'Authentication__Issuers__${soFar.n}__Audience': issuer.audience
    },
    empty(issuer.?issuer) ? {} : { 'Authentication__Issuers__${soFar.n}__Issuer': issuer.?issuer },
    empty(issuer.?everyoneIs) ? {} : { 'Authentication__Issuers__${soFar.n}__EveryoneIs': issuer.?everyoneIs },
    toObject(range(0, length(issuer.roles)), m => 'Authentication__Issuers__${soFar.n}__Roles__${m}', m => issuer.roles[m]))
}).all

var settings = {
  // Read by the host and the SDKs.
  AZURE_CLIENT_ID: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AzureWebJobsStorage__blobServiceUri: hubBlobEndpoint
  AzureWebJobsStorage__queueServiceUri: hubQueueEndpoint
  AzureWebJobsStorage__tableServiceUri: hubTableEndpoint
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: identityClientId

  // Read by the app.
  ServiceBus__fullyQualifiedNamespace: serviceBusHostName
  DataStorage__TableServiceUri: tableEndpoint
  DataStorage__BlobServiceUri: documentBlobEndpoint
  DataProtection__KeyRing: keyRingUri
  DataProtection__WrappingKey: wrappingKeyUri
  Inburgering__LookupKey: '@Microsoft.KeyVault(SecretUri=${lookupKeyUri})'
  Inburgering__PortalAddress: portalAddress
  // Proxies of ours that append to X-Forwarded-For: App Service, and Front Door before it.
  ClientAddress__ForwardedHops: '2'
  SweepSchedule: '0 */5 * * * *'
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true, zoneRedundant: !empty(subnetId) }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    outboundVnetRouting: empty(subnetId) ? null : { allTraffic: true }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      remoteDebuggingEnabled: false
      healthCheckPath: '/api/health'
      // Answered by the platform before the app is asked. No cookies: tokens only.
      cors: { allowedOrigins: otherOrigins, supportCredentials: false }
      // Front Door's addresses are everybody's; its id, which only it can write into that header, is ours.
      ipSecurityRestrictionsDefaultAction: 'Deny'
      ipSecurityRestrictions: [
        {
          name: 'front-door'
          priority: 100
          action: 'Allow'
          tag: 'ServiceTag'
          ipAddress: 'AzureFrontDoor.Backend'
          headers: { 'x-azure-fdid': [frontDoorId] }
        }
      ]
      // The door for packages: open to the network, shut to everybody without an Entra token and a role on the app.
      scmIpSecurityRestrictionsUseMain: false
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hubBlobEndpoint}${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: mostInstances, alwaysReady: alwaysReady }
      // Instances are replaced one after the other; each finishes what it does. What that asks of a release: docs/operations.md.
      #disable-next-line BCP037 // The types lack it; the service has it.
      siteUpdateStrategy: { type: 'RollingUpdate' }
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, issuerSettings)
}

resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'to-workspace'
  properties: {
    workspaceId: logWorkspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }, { category: 'AppServiceAuditLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = app.id
output name string = app.name
output hostName string = app.properties.defaultHostName

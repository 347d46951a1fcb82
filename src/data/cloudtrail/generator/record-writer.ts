import type { Random } from '../../../random';
import type { JsonObject } from '../json-object';
import type { ApiCall, CallPlace } from './api-call';
import { apiCall } from './api-calls';
import { identityWriter, isoSeconds } from './identity';
import { accessKey, shortId, uuid } from './ids';
import type { TimedCall } from './schedule';

/** Writes calls as CloudTrail records. */
export type RecordWriter = (call: TimedCall) => JsonObject;

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0';
const COMMAND_LINE = 'aws-cli/2.11.2 Python/3.11.2 Linux/5.19.0 exe/x86_64';
const PROVIDER = 'aws-sdk-go-v2/1.17.0 os/linux lang/go/1.18.10';

/** A writer for one account; ids are drawn in the order of the calls. */
export function recordWriter(random: Random, accountId: string, start: number): RecordWriter {
  const identities = identityWriter(random, accountId, start);
  const newKey = () => accessKey(random, 'ASIA');
  return ({ time, session, index, isCompanion }) => {
    const { step, errorCode, target } = session.steps[index];
    const made = apiCall(step.call);
    const called = isCompanion ? apiCall(made.companion!.call) : made;
    const invokedBy = isCompanion ? made.companion!.invokedBy : '';
    const place = {
      accountId,
      region: called.isGlobal ? 'us-east-1' : session.region,
      time,
      newKey,
    };
    const error = isCompanion ? '' : errorCode;
    const by = step.by || invokedBy;
    const isLogin = step.call === 'signin:ConsoleLogin';
    const isServiceEvent = step.as === 'serviceEvent';
    return {
      eventVersion: '1.08',
      userIdentity: identities.write(session, index, invokedBy),
      eventTime: isoSeconds(time),
      eventSource: `${called.service}.amazonaws.com`,
      eventName: called.eventName,
      awsRegion: place.region,
      sourceIPAddress: by || session.address,
      userAgent: by || userAgentOf(session),
      ...errorFields(error, isLogin),
      requestParameters: requestOf(called, target, error, place),
      responseElements: isLogin
        ? { ConsoleLogin: error ? 'Failure' : 'Success' }
        : responseOf(called, target, error, place),
      ...additionalData(called.service, isLogin, session.hasSecondFactor),
      ...(!isLogin && { requestID: called.service === 's3' ? shortId(random) : uuid(random) }),
      eventID: uuid(random),
      readOnly: called.isRead,
      ...(called.arn && { resources: [resourceOf(called, target, place)] }),
      eventType: eventTypeOf(isLogin, isServiceEvent),
      managementEvent: true,
      recipientAccountId: accountId,
      ...(step.by && step.as !== 'serviceRole' && { sharedEventID: uuid(random) }),
      ...(isServiceEvent && { serviceEventDetails: {} }),
      eventCategory: 'Management',
      ...(session.isConsole &&
        !isLogin &&
        !by &&
        step.as === 'self' && { sessionCredentialFromConsole: 'true' }),
    };
  };
}

function errorFields(errorCode: string, isLogin: boolean): JsonObject {
  if (errorCode === '') return {};
  if (isLogin) return { errorMessage: 'Failed authentication' };
  return { errorCode, errorMessage: `The call was refused: ${errorCode}` };
}

/** Calls that are refused before they are looked at have none. */
function requestOf(call: ApiCall, target: string, error: string, place: CallPlace) {
  if (error === 'AccessDenied' || error === 'ThrottlingException') return null;
  return call.request?.(target, place) ?? null;
}

function responseOf(call: ApiCall, target: string, error: string, place: CallPlace) {
  return error === '' && call.response ? call.response(target, place) : null;
}

function additionalData(service: string, isLogin: boolean, secondFactor: boolean): JsonObject {
  if (isLogin) {
    return {
      additionalEventData: {
        LoginTo: 'https://console.aws.amazon.com/console/home',
        MobileVersion: 'No',
        MFAUsed: secondFactor ? 'Yes' : 'No',
      },
    };
  }
  if (service !== 's3') return {};
  return {
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'ECDHE-RSA-AES128-GCM-SHA256',
      AuthenticationMethod: 'AuthHeader',
    },
  };
}

function resourceOf(call: ApiCall, target: string, place: CallPlace): JsonObject {
  const { accountId } = place;
  const { arn, resourceType: type } = call;
  return { accountId, ...(type && { type }), ARN: arn?.(target, place) };
}

function eventTypeOf(isLogin: boolean, isServiceEvent: boolean): string {
  if (isLogin) return 'AwsConsoleSignIn';
  return isServiceEvent ? 'AwsServiceEvent' : 'AwsApiCall';
}

function userAgentOf({ isConsole, source }: TimedCall['session']): string {
  if (isConsole) return BROWSER;
  return source === 'terraform' ? PROVIDER : COMMAND_LINE;
}

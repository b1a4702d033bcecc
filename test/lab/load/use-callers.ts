import { Callers } from './callers';
import { Lab } from '../lab';
import { LabPlan } from '../lab-plan';
import { slowAnswers } from './slow-answers';
import { SteadyLoad } from './steady-load';
import { eventually } from '../live/eventually';
import { GUIDE_HOST, GUIDE_SERVER_ACCOUNT, untilGuideCallAnswered } from '../live/guide-call';
import { useLab } from '../use-lab';

/** Callers in cluster1 of what cluster2 exports, for the tests of a file: the link that faults happen to. */
export function useCallers(plan: LabPlan): { readonly lab: () => Lab; readonly callers: () => Callers } {
  let callers: Callers | undefined;
  let answerAtOnce: (() => Promise<void>) | undefined;

  // Before the lab goes, if it does: such hooks run in the order in which they are given.
  afterAll(async () => {
    await answerAtOnce?.();
    await callers?.remove();
  });

  const lab = useLab(plan);

  beforeAll(async () => {
    await untilGuideCallAnswered(lab());
    answerAtOnce = await slowAnswers(lab(), 'cluster2', GUIDE_SERVER_ACCOUNT.namespace);
    callers = await Callers.make(lab(), 'cluster1', GUIDE_HOST);
    await eventually('each answer takes its time', async () => {
      const load = await SteadyLoad.start(callers!);
      return Math.min(...(await load.stop()).map(({ seconds }) => seconds));
    }, seconds => seconds >= 0.2);
  });

  return {
    lab,
    callers: () => {
      if (!callers) throw new Error('the callers are there when the tests run, and not before');
      return callers;
    },
  };
}

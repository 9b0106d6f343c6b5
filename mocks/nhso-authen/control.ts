import { facilityActions } from './facilityActions.ts'
import { populationActions } from './populationActions.ts'
import { recordActions } from './recordActions.ts'
import { reportActions } from './reportActions.ts'
import { rightActions } from './rightActions.ts'
import { screenActions } from './screenActions.ts'

/** All that people do with NHSO Authen outside the HIS. */
export const authenActions = {
  ...populationActions,
  ...facilityActions,
  ...rightActions,
  ...screenActions,
  ...recordActions,
  ...reportActions,
}

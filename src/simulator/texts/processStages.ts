/** The lender's process as the broker carries it along: the stages and the steps in each. */
export interface StageTemplate {
  stageName: string
  prompt: string
  steps: readonly StepTemplate[]
}

export interface StepTemplate {
  stepName: string
  description: string
  type: 'llm' | 'business_logic' | 'user_input'
  answerInputType?: string
}

export const processStages: readonly StageTemplate[] = [
  {
    stageName: 'intake',
    prompt:
      'Find out what the customer needs, how much and for how long. Be warm, ask one thing at a time.',
    steps: [
      {
        stepName: 'understand_purpose',
        description: 'Learn what the money is for',
        type: 'llm',
        answerInputType: 'text',
      },
      {
        stepName: 'collect_name',
        description: 'Learn the first name',
        type: 'user_input',
        answerInputType: 'text',
      },
      {
        stepName: 'collect_amount',
        description: 'Amount between $500 and $10,000',
        type: 'user_input',
        answerInputType: 'currency',
      },
      {
        stepName: 'collect_term',
        description: 'Term between 6 and 24 months',
        type: 'user_input',
        answerInputType: 'select',
      },
    ],
  },
  {
    stageName: 'identity',
    prompt:
      'Collect legal name, contact, birth date, address and one document. Explain why if asked.',
    steps: [
      {
        stepName: 'collect_legal_name',
        description: 'Full name as on the document',
        type: 'user_input',
        answerInputType: 'text',
      },
      {
        stepName: 'collect_contact',
        description: 'E-mail and mobile number',
        type: 'user_input',
        answerInputType: 'email',
      },
      {
        stepName: 'collect_date_of_birth',
        description: 'Date of birth, at least 18 years',
        type: 'user_input',
        answerInputType: 'date',
      },
      {
        stepName: 'collect_address',
        description: 'Residential address',
        type: 'user_input',
        answerInputType: 'address',
      },
      {
        stepName: 'collect_documents',
        description: 'Licence, passport or Medicare card',
        type: 'user_input',
        answerInputType: 'document',
      },
      {
        stepName: 'assess_identity_risk',
        description: 'eKYC and identity risk',
        type: 'business_logic',
      },
    ],
  },
  {
    stageName: 'statements',
    prompt:
      'Obtain explicit consent, then capture 90 days of bank statements. Never ask for a password.',
    steps: [
      {
        stepName: 'consent_to_capture',
        description: 'Explicit consent of the customer',
        type: 'user_input',
        answerInputType: 'yes_no',
      },
      {
        stepName: 'choose_bank',
        description: 'Institution that receives the wages',
        type: 'user_input',
        answerInputType: 'select',
      },
      {
        stepName: 'capture_statements',
        description: 'Read-only capture of 90 days',
        type: 'business_logic',
      },
    ],
  },
  {
    stageName: 'serviceability',
    prompt: 'Establish income and expenses and compare them with the statements.',
    steps: [
      {
        stepName: 'collect_employment',
        description: 'Occupation and employer',
        type: 'user_input',
        answerInputType: 'text',
      },
      {
        stepName: 'collect_income',
        description: 'Net income and pay cycle',
        type: 'user_input',
        answerInputType: 'currency',
      },
      {
        stepName: 'collect_housing',
        description: 'Rent, mortgage or board',
        type: 'user_input',
        answerInputType: 'currency',
      },
      {
        stepName: 'collect_living_costs',
        description: 'Living costs of a month',
        type: 'user_input',
        answerInputType: 'currency',
      },
      {
        stepName: 'collect_debts',
        description: 'Other repayments of a month',
        type: 'user_input',
        answerInputType: 'currency',
      },
      {
        stepName: 'assess_serviceability',
        description: 'Surplus against repayment with buffer',
        type: 'business_logic',
      },
    ],
  },
  {
    stageName: 'fraud_check',
    prompt: 'Take the attestation, run the fraud check, clarify signals neutrally.',
    steps: [
      {
        stepName: 'collect_attestation',
        description: 'Answers are true and complete',
        type: 'user_input',
        answerInputType: 'yes_no',
      },
      {
        stepName: 'run_fraud_check',
        description: 'Device, contact and statement signals',
        type: 'business_logic',
      },
      {
        stepName: 'clarify_signals',
        description: 'Explain what was found',
        type: 'llm',
        answerInputType: 'text',
      },
    ],
  },
  {
    stageName: 'offer',
    prompt: 'State amount, fee, total and instalment before asking for acceptance.',
    steps: [
      { stepName: 'present_offer', description: 'Offer in plain words', type: 'llm' },
      {
        stepName: 'accept_offer',
        description: 'Acceptance by the customer',
        type: 'user_input',
        answerInputType: 'yes_no',
      },
    ],
  },
  {
    stageName: 'decision',
    prompt: 'Tell the decision and what happens next. Close the conversation.',
    steps: [
      { stepName: 'decide', description: 'Final decision by policy', type: 'business_logic' },
      { stepName: 'summarise', description: 'Summary for the file', type: 'llm' },
    ],
  },
]

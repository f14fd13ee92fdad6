# self_assessment
